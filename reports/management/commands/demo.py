import signal
import sys

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from liangxin.upgrades import is_migrated
from reports import demo_site


class Command(BaseCommand):
    help = "A made-up county to try everything with: makes it at the first start, then serves it on this machine."
    requires_system_checks = []  # the next starts take a second, not three
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="prepare everything and end")
        parser.add_argument("--orgs", type=int, default=430, metavar="N", help="organizations of the made-up county")
        parser.add_argument("--seed", type=int, default=2026, metavar="S", help="another number, another county")

    def handle(self, *, port, no_serve, orgs, seed, **options):
        if not no_serve and not demo_site.port_is_free(port):
            raise CommandError(f"端口 {port} 已被占用：请用 --port 换一个，例如 --port {port + 1}。")
        if not is_migrated():
            self.say("准备数据库 …")
            call_command("migrate", verbosity=0, interactive=False)
        try:
            made = demo_site.kept()
        except demo_site.NotOurs as problem:
            raise CommandError(str(problem)) from problem
        if made is None:
            self.say(f"建立虚构的县（{orgs} 家单位）…")
            made = demo_site.make(orgs, seed)
        self.describe(made, None if no_serve else port)
        if not no_serve:
            self.serve(port)

    def describe(self, made, port):
        """Print the address, the accounts and their password."""
        if port:
            self.say(f"\n地址：http://{demo_site.HOST}:{port}/")
        else:
            self.say("\n已准备好；不带 --no-serve 再运行一次即可打开。")
        self.say(f"密码：{made['password']}（各账号相同，保存在 {demo_site.kept_file()}）")
        for account in made["accounts"]:
            self.say(f"账号：{account['username']:<12} {account['name']}")

    def serve(self, port):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        self.say("\n按 Ctrl-C 结束。")
        try:
            demo_site.serve(port)
        except OSError as problem:
            raise CommandError(f"不能在端口 {port} 上提供服务：{problem.strerror or problem}") from problem

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()
