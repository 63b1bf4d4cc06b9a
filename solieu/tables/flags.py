"""What the flags in the tables tell the reader, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

from solieu.models.values.flags import FLAGS

# The flag of a figure whose number has more digits than its column holds; it stands in `figure` all the same.
NUMBER_TOO_LONG = "number-too-long"

FLAGS_VI: Mapping[str, str] = {
    "ambiguous-separator": "dấu chấm, dấu phẩy hay khoảng trắng trong số có thể là phân cách hàng nghìn hoặc thập phân",
    "ambiguous-words": "số viết bằng chữ có hai cách hiểu, trang trọng và thông tục; đã lấy cách trang trọng",
    "colloquial": "số nói tắt (`hai triệu rưỡi`, `một nghìn hai`, `hai ba người`)",
    "ambiguous-fraction": "phân số nhỏ: có thể là một tỷ lệ hoặc số đếm được trên tổng số",
    "fraction": "số là một tỷ lệ: `low` phần của `out_of`",
    "no-unit": "bài không nói đếm cái gì",
    "approximate": "thời gian chỉ nói áng chừng",
    "clock-or-duration": "`22 giờ` có thể là giờ trong ngày hoặc một khoảng thời gian",
    "impossible-date": "không lịch nào có ngày, tháng hay giờ như vậy",
    "lunar-or-solar": "`mùng 5/7` có thể nói theo âm lịch hoặc dương lịch; đã đọc theo dương lịch",
    "lunar": "nói theo âm lịch, không đổi sang dương lịch; EDTF nhiều nhất chỉ cho năm",
    "month-from-article": "tháng lấy theo ngày đăng bài",
    "month-unknown": "bài không nói tháng",
    "nights": "đếm số đêm, ghi thành ngày",
    "relative": "tính theo ngày đăng bài hoặc theo một thời gian khác trong bài",
    "same-period": "cùng kỳ trong năm như một khoảng thời gian khác trong bài",
    "school-year": "năm học, bắt đầu và kết thúc trong các năm đã ghi",
    "two-digit-year": "đã thêm thế kỷ cho năm hai chữ số",
    "weekday-mismatch": "ngày đó không phải thứ mà bài nói",
    "working-days": "đếm ngày làm việc",
    "year-from-article": "năm lấy theo bài",
    "year-from-cycle": "năm suy từ can chi",
    "year-mismatch": "can chi không khớp với năm",
    "year-unknown": "bài không nói năm",
    "ambiguous-abbreviation": "chữ viết tắt có nhiều cách hiểu nên giữ nguyên",
    "ambiguous-alias": "nhiều họ tên trong bài hợp với tên gọi ngắn",
    "ambiguous-issuer": "mã trong số hiệu có thể chỉ nhiều cơ quan nên giữ nguyên",
    "ambiguous-place": "nhiều đơn vị hành chính mang tên này",
    "anonymised": "một phần của tên được thay bằng chữ cái",
    "capitals-restored": "nguyên văn toàn chữ hoa; cách viết hoa thông thường do quy tắc suy ra",
    "division-unknown": "không rõ đơn vị hành chính trước hay từ tháng 7/2025",
    "family-uncertain": "chữ đầu có thể là họ, cũng có thể thuộc tên hoặc là từ xưng hô",
    "level-assumed": "tên không kèm cấp, coi là đơn vị hành chính: cấp cao nhất trong nhiều cấp, hoặc cấp xã",
    "no-family-name": "chữ đầu không phải họ có trong bảng",
    "no-full-name": "không có họ tên nào trong bài hợp với tên gọi ngắn",
    "no-type": "bài không nói loại văn bản",
    "number-only": "số hiệu không cho biết năm và cơ quan ban hành",
    "other-kind": "các đơn vị mang tên này có cấp khác với cấp mà bài nói",
    "other-province": "các đơn vị mang tên này nằm ngoài tỉnh của bài",
    "place-unknown": "cả tên lẫn bài đều không cho biết tổ chức thuộc địa phương nào",
    "type-mismatch": "mã trong số hiệu là của loại văn bản khác",
    "unit-unknown": "không đơn vị hành chính nào mang tên này",
    "unknown-abbreviation": "chữ viết tắt không có trong bảng",
    "unknown-issuer": "mã trong số hiệu không có trong bảng",
    "unknown-title": "chức vụ không có trong bảng",
    NUMBER_TOO_LONG: "số dài hơn mức cột số chứa được; xem cột số liệu dạng dễ đọc",
}


def meaning_of(flag: str) -> str:
    """Return what a flag tells the reader, in English."""
    if flag == NUMBER_TOO_LONG:
        return "the number has more than 29 digits before or 9 behind the decimal point; it stands in `figure` only"
    return FLAGS[flag]
