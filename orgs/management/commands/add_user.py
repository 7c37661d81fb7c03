import getpass
import sys

from django.core.management.base import BaseCommand, CommandError

from orgs.accounts import AccountRefused, new_user, random_password, read_role, scope_region
from orgs.choices import Role


class Command(BaseCommand):
    help = "Make an account. Asks for a password on a terminal; elsewhere makes one and prints it once."

    def add_arguments(self, parser):
        parser.add_argument("username", metavar="NAME")
        parser.add_argument("--role", required=True, help=", ".join(f"{role.value} ({role.label})" for role in Role))
        parser.add_argument("--region", default="", metavar="CODE", help="county roles: the whole county by default")
        parser.add_argument("--name", default="", help="the person's name")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *, username, role, region, name, password_stdin, **options):
        try:
            role = read_role(role)
            place = scope_region(role, region)
            password, made = self.password(password_stdin)
            user = new_user(username=username, role=role, region=place, password=password, name=name)
        except AccountRefused as problem:
            raise CommandError(str(problem)) from problem
        scope = place.name if place else "管理范围待县级管理员或系统管理员指定"
        if role in (Role.SYSTEM, Role.AUDITOR):
            scope = "不看业务数据"
        self.stdout.write(f"已建立账号 {user.username}（{role.label}，{scope}）")
        if made:
            self.stdout.write(f"密码：{password}（只显示这一次，请登录后修改）")

    def password(self, from_stdin: bool) -> tuple[str, bool]:
        """The password, and whether it was made here."""
        if from_stdin:
            return sys.stdin.readline().rstrip("\r\n"), False
        if not (sys.stdin and sys.stdin.isatty()):
            return random_password(), True
        first = getpass.getpass("密码（直接回车则随机生成）：")
        if not first:
            return random_password(), True
        if getpass.getpass("再输一次：") != first:
            raise CommandError("两次输入的密码不一样。")
        return first, False
