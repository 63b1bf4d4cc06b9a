"""The three tables: what columns they have and what stands in each."""

from __future__ import annotations

from solieu.tables.columns import DAY, EXACT, REAL, TEXT, TEXTS, TRUTH, WHOLE, Column, Table

_ARTICLE = (
    Column("article_id", TEXT, "Bài", "The article's id.", "Mã của bài.", 24),
    Column(
        "published",
        DAY,
        "Ngày đăng",
        "The day on which the article was published, if it is known.",
        "Ngày đăng bài, nếu biết.",
    ),
)
_PLACE_IN_TEXT = (
    Column(
        "start",
        WHOLE,
        "Đầu",
        "Offset of its first character in the article's text, in Unicode code points from 0.",
        "Vị trí ký tự đầu trong bài, tính từ 0 theo điểm mã Unicode.",
        8,
    ),
    Column("end", WHOLE, "Cuối", "Offset after its last character.", "Vị trí ngay sau ký tự cuối.", 8),
)
_SCORE = Column(
    "score",
    REAL,
    "Độ tin cậy",
    "The model's confidence from 0 to 1; empty for annotations made by hand.",
    "Độ tin cậy của mô hình, từ 0 đến 1; trống nếu do người gán nhãn.",
)
_SENTENCE = Column(
    "sentence",
    TEXT,
    "Câu",
    "The sentence that it stands in; of one of more than 1,000 characters the part around it, with … for the rest.",
    "Câu chứa nó; câu dài hơn 1.000 ký tự chỉ lấy đoạn quanh nó, phần bỏ đi thay bằng dấu ….",
    70,
)

ENTITIES = Table(
    "entities",
    "Thực thể",
    "A row is an entity: a stretch of an article's text with its label.",
    "Mỗi dòng là một thực thể: một đoạn của bài với nhãn của nó.",
    (
        *_ARTICLE,
        Column("label", TEXT, "Nhãn", "The entity's label.", "Nhãn của thực thể."),
        Column("text", TEXT, "Nguyên văn", "The entity as written.", "Thực thể đúng như trong bài.", 36),
        Column(
            "value", TEXT, "Giá trị", "What it says, normalised, for people.", "Giá trị chuẩn hóa, dạng dễ đọc.", 40
        ),
        Column(
            "kind",
            TEXT,
            "Loại giá trị",
            "The kind of the value, such as quantity or time; unresolved where the text does not say enough.",
            "Loại của giá trị, như quantity (số lượng) hay time (thời gian); unresolved là chưa xác định được.",
            14,
        ),
        _SCORE,
        *_PLACE_IN_TEXT,
        Column(
            "flags",
            TEXTS,
            "Lưu ý",
            "What to know before relying on the value.",
            "Điều cần biết trước khi dùng giá trị.",
            24,
        ),
        Column(
            "reason",
            TEXT,
            "Lý do",
            "Why the value could not be told, in English.",
            "Vì sao không xác định được giá trị (tiếng Anh).",
            24,
        ),
        Column(
            "value_json",
            TEXT,
            "Giá trị (JSON)",
            "The whole value as JSON, with all its fields.",
            "Toàn bộ giá trị dạng JSON, đủ mọi trường.",
            30,
        ),
    ),
)

FIGURES = Table(
    "figures",
    "Số liệu",
    "A row is a figure: a number with its unit, what it counts, who it is about, where and when.",
    "Mỗi dòng là một số liệu: con số và đơn vị, đếm gì, của ai, ở đâu, khi nào.",
    (
        *_ARTICLE,
        Column(
            "figure",
            TEXT,
            "Số liệu",
            "The number with its relation and unit, for people.",
            "Con số kèm quan hệ và đơn vị, dạng dễ đọc.",
            28,
        ),
        Column(
            "what",
            TEXT,
            "Nội dung",
            "What is counted or measured: the unit with the words that say more; of a measure these words alone.",
            "Đếm hoặc đo cái gì: đơn vị cùng những từ nói rõ thêm; với đơn vị đo lường chỉ ghi những từ đó.",
            40,
        ),
        Column(
            "who",
            TEXTS,
            "Của ai",
            "The bodies and persons that it is about, by their canonical names.",
            "Tổ chức, người mà số liệu nói tới, theo tên chuẩn.",
            36,
        ),
        Column("place", TEXTS, "Nơi", "Where it was counted.", "Số liệu của nơi nào.", 28),
        Column(
            "period",
            TEXT,
            "Thời gian (EDTF)",
            "When it was counted, in the Extended Date/Time Format of ISO 8601-2.",
            "Số liệu của thời gian nào, theo định dạng EDTF (ISO 8601-2).",
            20,
        ),
        Column("period_start", DAY, "Từ ngày", "The first day of the period.", "Ngày đầu của thời gian đó."),
        Column("period_end", DAY, "Đến ngày", "The last day of the period.", "Ngày cuối của thời gian đó."),
        Column(
            "low",
            EXACT,
            "Giá trị từ",
            "The number, or the lower end of a range, exactly.",
            "Con số, hoặc đầu dưới của khoảng, chính xác.",
            18,
        ),
        Column(
            "high",
            EXACT,
            "Giá trị đến",
            "The same number, or the upper end of a range.",
            "Vẫn con số đó, hoặc đầu trên của khoảng.",
            18,
        ),
        Column(
            "relation",
            TEXT,
            "Quan hệ",
            "How the true number stands to the one that is said: =, ≈, >, <, ≥ or ≤.",
            "Con số thật so với con số được nói: =, ≈, >, <, ≥ hoặc ≤.",
            8,
        ),
        Column("unit", TEXT, "Đơn vị", "The unit in its canonical form.", "Đơn vị ở dạng chuẩn.", 18),
        Column("per", TEXT, "Trên mỗi", "What the unit is divided by.", "Đơn vị được tính trên mỗi cái gì.", 10),
        Column(
            "out_of",
            EXACT,
            "Trên tổng",
            "The whole that the number is a part of: 30 of 18/30.",
            "Tổng mà con số là một phần: 30 trong 18/30.",
            10,
        ),
        Column("text", TEXT, "Nguyên văn", "The indicator as written.", "Chỉ tiêu đúng như trong bài.", 28),
        Column("unit_text", TEXT, "Đơn vị (nguyên văn)", "The unit as written.", "Đơn vị đúng như trong bài.", 18),
        Column(
            "times",
            TEXTS,
            "Thời gian (nguyên văn)",
            "The times that it is about, as written; the period is the first of them that has one.",
            "Các mốc hay khoảng thời gian đúng như trong bài; cột EDTF lấy cái đầu tiên xác định được.",
            22,
        ),
        _SENTENCE,
        _SCORE,
        *_PLACE_IN_TEXT,
        Column(
            "flags",
            TEXTS,
            "Lưu ý",
            "What to know before relying on the number and the period.",
            "Điều cần biết trước khi dùng con số và thời gian.",
            24,
        ),
    ),
)

PEOPLE = Table(
    "people",
    "Nhân sự",
    "A row is a mention of a person with ranks and offices, or an office that is said without a person.",
    "Mỗi dòng là một lần nhắc tới một người kèm cấp bậc, chức vụ; hoặc một chức vụ không kèm tên người.",
    (
        *_ARTICLE,
        Column(
            "person",
            TEXT,
            "Họ tên",
            "The person's name, in full where the article has the full name; empty for an office without a person.",
            "Tên người, đầy đủ nếu bài có; trống nếu chỉ có chức vụ.",
            26,
        ),
        Column("ranks", TEXTS, "Cấp bậc hàm", "The ranks.", "Cấp bậc hàm.", 14),
        Column(
            "offices",
            TEXTS,
            "Chức vụ và đơn vị",
            "Each position with the organizations in which it is held.",
            "Từng chức vụ cùng đơn vị.",
            60,
        ),
        Column("positions", TEXTS, "Chức vụ", "The positions by their canonical titles.", "Chức vụ ở dạng chuẩn.", 26),
        Column(
            "organizations",
            TEXTS,
            "Đơn vị",
            "The organizations by their canonical names.",
            "Tổ chức, đơn vị theo tên chuẩn.",
            44,
        ),
        Column("deputy", TRUTH, "Cấp phó", "Whether a position is a deputy's.", "Có chức vụ cấp phó hay không.", 9),
        Column(
            "acting", TRUTH, "Quyền", "Whether one is held for the time being.", "Có chức vụ tạm quyền hay không.", 9
        ),
        Column("former", TRUTH, "Nguyên", "Whether one was held earlier.", "Có chức vụ đã thôi giữ hay không.", 9),
        Column(
            "text",
            TEXT,
            "Nguyên văn",
            "The name as written, or the position where there is no person.",
            "Tên đúng như trong bài, hoặc chức vụ nếu không có tên.",
            26,
        ),
        _SENTENCE,
        _SCORE,
        *_PLACE_IN_TEXT,
    ),
)

TABLES = (ENTITIES, FIGURES, PEOPLE)
