"""What both ledgers of organizations print of each: the workbook has all columns."""

ORGANIZATIONS = (
    "credit_code",
    "town",
    "village",
    "category",
    "established",
    "head_name",
    "head_phone",
    "employees",
    "full_members",
    "mode",
    "branch_name",
    "branch_established",
    "unbuilt_reason",
    "guide_name",
    "guide_phone",
)
