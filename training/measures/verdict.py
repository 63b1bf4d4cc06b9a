"""What a comparison of two systems comes to, in plain English."""

from __future__ import annotations

from solieu.training.measures.comparison import LEVEL, Comparison, Difference


def verdict(comparison: Comparison) -> str:
    """Say which system is better on all spans, on which labels, and what these articles could not show.

    The systems are called A and B. A difference is shown if the randomisation test is significant at 5 %; on a label,
    if it is so after Holm's correction.

    Args:
        comparison: The comparison.

    Returns:
        A few sentences on one line.
    """
    if not comparison.macro.differing:
        return "A and B score the same in every article; there is nothing to tell them apart by."
    return " ".join([_on_all(comparison.micro), *_limits(comparison.micro), _on_labels(comparison)])


def _on_all(micro: Difference) -> str:
    found = f"{micro.difference:+.4f}{_interval(micro)}, p = {_p(micro.p)}"
    if not micro.is_shown:
        return f"No difference is shown: B's micro-F1 minus A's is {found}."
    better, worse = ("B", "A") if micro.difference > 0 else ("A", "B")
    return f"{better} is better than {worse}: B's micro-F1 minus A's is {found}."


def _interval(found: Difference) -> str:
    if found.interval is None:
        return ""
    return f" (95 % interval {found.interval[0]:+.4f} to {found.interval[1]:+.4f})"


def _p(value: float) -> str:
    return f"{value:.4f}" if value >= 0.0001 else "less than 0.0001"


def _limits(micro: Difference) -> list[str]:
    """Say what these articles could not show, if no difference is shown."""
    if micro.is_shown:
        return []
    limits = []
    if micro.smallest_p > LEVEL:
        articles = "1 article" if micro.differing == 1 else f"{micro.differing} articles"
        limits.append(
            f"The two differ in {articles}, too few for any difference to be shown: "
            f"p would be {micro.smallest_p:.3g} at best."
        )
    if micro.smallest is not None:
        limits.append(f"Only a difference of about {micro.smallest:.3f} or more would be likely to show here.")
    return limits


def _on_labels(comparison: Comparison) -> str:
    better = [name for name, label in comparison.labels.items() if label.is_shown and label.difference > 0]
    worse = [name for name, label in comparison.labels.items() if label.is_shown and label.difference < 0]
    parts = [f"B is {what} on {', '.join(names)}" for what, names in (("better", better), ("worse", worse)) if names]
    return f"By label, {' and '.join(parts)}." if parts else "On no single label is a difference shown."
