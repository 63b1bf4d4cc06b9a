"""Extraction from many articles into a directory, where nothing is lost.

This is what `solieu extract MODEL PATHS… --out DIRECTORY/` does.

The articles are divided, in their order, into shards of the same number of articles. The directory of a run holds:

- ``manifest.json``: what the run is. ``format`` (1); ``model``: ``name`` as it was given and the SHA-256 of each of
  its ``files``; ``settings``: what decides about the results; ``packages``: versions; ``batch_subwords``: the most
  subwords of a batch of the model; ``inputs``: the SHA-256 of ``inputs.jsonl`` and how many files and bytes of input
  there are.
- ``inputs.jsonl``: for each file that is read, in order, ``path``, ``bytes`` and ``sha256``, or ``path`` and
  ``error``.
- ``part-00000.jsonl`` …: the results of a shard, as `solieu.annotation.jsonl` describes them. With ``--format
  parquet`` or ``csv`` there are the folders ``entities``, ``figures`` and ``people`` instead, with
  ``part-00000.parquet`` or ``part-00000.csv`` … in each, as `solieu.tables` describes them.
- ``errors-00000.jsonl`` …, where a shard has any: a line for each article without a result, with the ``number`` of
  the article in the order of the inputs (from 1), the file that it is from as ``source``, its ``id`` if that is
  known, and the reason as ``error``.
- ``part-00000.json`` …: that the shard is finished: ``first`` (the number of its first article), ``entries`` (how
  many were read), ``articles`` (with a result), ``errors``, ``entities`` by label, ``read`` (a SHA-256 of what was
  read: ids, texts, errors), and ``bytes`` and ``sha256`` of each of its ``files``.
- ``finished.json``: that the run is finished, with the sums over all shards.
- ``begun.json``, until the run is finished: the number of the ``shard`` at hand, and how many ``times`` the work on it
  was begun. A time that ends with an error, or as the run is told to stop, is not counted.
- ``.solieu-lock``: an empty file, locked while a process works in the directory. The kernel lets go of the lock when
  the process ends, however it ends.

Every file is written under another name, flushed to the disk and then renamed; the record of a shard comes after its
files, ``finished.json`` after all records. So a file without a record is of no account, and is removed by the next
start; a shard whose files are missing or not as its record says is done again. Nothing in the directory depends on
when or how often the run was interrupted, nor on the time: the same command, given again, goes on, and in the end the
directory is byte for byte that of a run that nothing interrupted (on the same kind of processor, with the same number
of threads). No batch of the model holds articles of two shards.

To go on, the inputs are hashed and compared with ``inputs.jsonl``, and read anew from the beginning: articles of
finished shards are parsed, compared with ``read``, and not given to the model. Standard input and pipes cannot be
read again, so they are refused. A run with another model, other settings, other versions of packages or other inputs
is refused, also if there are only more of them: give these another directory, or ``--overwrite`` to begin anew. Where
there are many articles, a run that begins measures which size of batches is fastest; one that goes on keeps it.

An article becomes an error, and the others go on, if it cannot be read, if it is longer than ``--max-characters``, if
its id is that of an earlier article, or if anything fails while it is worked on. If the model fails on any text, the
run ends instead. Where three processes have ended in the midst of a shard (in compiled code, or as the system took
their memory away), the next tries its articles one by one in a process of their own; those that end that, twice, become
errors. A file that ends the process as it is read is not found so, and must be taken away. Not a file of the inputs is
held in memory as a whole but for text files, nor the ids: 16 bytes of each are.

With ``--engine ray`` workers on a Ray cluster do the shards, through Ray Data, and the directory becomes byte for byte
the same; either way goes on with what the other began. This process reads all inputs first, and so knows where each
shard begins, which ids come twice and what ``read`` must be; a worker gets the number of a shard and that place, reads
the articles itself, writes the files of the shard and sends its record back, which is compared with the plan and
written here. When a worker dies, Ray starts another and gives the shard to any; one that has ended three is tried
article by article, and one that has ended five is given up. Workers on other machines must find the model, the inputs
and the directory under the same names as this process.

A run whose ``--out`` is a URI such as ``s3://bucket/run`` is kept in object storage, without the lock: nothing keeps
two processes from working on it at the same time, so nobody may do so. Of a finished shard only the sizes of its files
are compared with its record there.
"""
