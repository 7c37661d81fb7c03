# History tables keep indexes only where entries are looked up.

import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orgs', '0003_merges'),
    ]

    operations = [
        migrations.AlterField(
            model_name='historicalguide',
            name='region',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='orgs.region', verbose_name='所属辖区'),
        ),
        migrations.AlterField(
            model_name='historicalorganization',
            name='credit_code',
            field=models.CharField(blank=True, max_length=18, null=True, verbose_name='统一社会信用代码'),
        ),
        migrations.AlterField(
            model_name='historicalorganization',
            name='normal_name',
            field=models.CharField(editable=False, max_length=200, verbose_name='规范名称'),
        ),
        migrations.AlterField(
            model_name='historicalorganization',
            name='predecessor',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='orgs.organization', verbose_name='前身单位'),
        ),
        migrations.AlterField(
            model_name='historicalpartybranch',
            name='host',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='党组织设在哪家单位内；联合党支部等可留空', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='orgs.organization', verbose_name='所在单位'),
        ),
        migrations.AlterField(
            model_name='historicalpartybranch',
            name='normal_name',
            field=models.CharField(editable=False, max_length=200, verbose_name='规范名称'),
        ),
        migrations.AlterField(
            model_name='historicalpartybranch',
            name='region',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='orgs.region', verbose_name='所在辖区'),
        ),
        migrations.AlterField(
            model_name='historicalpartybranch',
            name='superior',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='orgs.partybranch', verbose_name='上级党组织'),
        ),
        migrations.AlterField(
            model_name='historicalregion',
            name='code',
            field=models.CharField(max_length=12, validators=[django.core.validators.RegexValidator('\\A(\\d{2}|\\d{4}|\\d{6}|\\d{9}|\\d{12})\\Z', '代码应为 2、4、6、9 或 12 位数字')], verbose_name='代码'),
        ),
        migrations.AlterField(
            model_name='historicalstanding',
            name='region',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='orgs.region', verbose_name='所在辖区'),
        ),
        migrations.AlterField(
            model_name='historicalstanding',
            name='supervisor',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='orgs.partybranch', verbose_name='归口党（工）委'),
        ),
        migrations.AlterField(
            model_name='historicalstanding',
            name='zone',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='orgs.zone', verbose_name='园区商圈'),
        ),
        migrations.AlterField(
            model_name='historicaluser',
            name='guide',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='orgs.guide', verbose_name='对应的指导员'),
        ),
        migrations.AlterField(
            model_name='historicaluser',
            name='region',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='orgs.region', verbose_name='管理辖区'),
        ),
        migrations.AlterField(
            model_name='historicaluser',
            name='supervisor',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='orgs.partybranch', verbose_name='归口党（工）委'),
        ),
        migrations.AlterField(
            model_name='historicaluser',
            name='username',
            field=models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username'),
        ),
        migrations.AlterField(
            model_name='historicalzone',
            name='name',
            field=models.CharField(max_length=100, verbose_name='名称'),
        ),
        migrations.AlterField(
            model_name='historicalzone',
            name='region',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='orgs.region', verbose_name='所在辖区'),
        ),
    ]
