"""The limits of an uploaded file (design.md "Import") and the refusal every reading module raises.

Imports nothing: the reading child loads this file first.
"""

MEGABYTE = 1 << 20

FILE_BYTES = 20 * MEGABYTE
INFLATED_BYTES = 400 * MEGABYTE
DATA_ROWS = 50_000
HEAD_ROWS = 100  # titles, headers, group rows and totals come on top of the data rows
USED_COLUMNS = 256
CELL_CHARACTERS = 2_000
CELLS = 4_000_000  # of a whole file: what the server process can hold; a ledger of 63 columns at 50,000 rows fits
HELD = 4 * CELLS  # a column takes its place in all rows of a part, so a few cells that lie far apart take much
MERGED_ROWS = 1_000_000  # over all merges of a sheet: whoever fills them down walks these rows
CHILD_BYTES = 600 * MEGABYTE
CHILD_SECONDS = 18  # with what comes before and after, the clerk waits 20 at most
ANSWER_BYTES = 512 * MEGABYTE


class Unreadable(Exception):
    """The file is refused; the message is the rest of a Chinese sentence that begins with the file's name."""


TOO_LARGE = f"超过 {FILE_BYTES // MEGABYTE} MB。请删去图片和不需要的工作表，或按乡镇拆成几个文件后再上传。"
TOO_INFLATED = (
    f"解压后超过 {INFLATED_BYTES // MEGABYTE} MB，不像正常的表格。请把数据复制到新建的工作簿，另存为 .xlsx 后再上传。"
)
TOO_MUCH_MEMORY = (
    f"读取时需要的内存超过 {CHILD_BYTES // MEGABYTE} MB，已停止。"
    "请把数据复制到新建的工作簿（只复制有内容的区域），或拆成几个文件后再上传。"
)
TOO_SLOW = (
    f"读了 {CHILD_SECONDS} 秒还没有读完，已停止。请把数据复制到新建的工作簿（只复制有内容的区域），"
    "或拆成几个文件后再上传。"
)
TOO_MANY_CELLS = f"有内容的单元格超过 {CELLS // 10_000} 万个。请按乡镇拆成几个文件后再上传。"
BROKEN = "已损坏，读不出来。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传；打不开时请让填报人重新发送。"
ENCRYPTED = "设有打开密码，无法读取。请用 WPS 或 Excel 打开，取消密码后另存为 .xlsx 再上传。"
RESAVE = "请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。"
