"""The database itself refuses to change the journal; only a superuser who switches this off can, and is found out."""

from django.db import migrations

REFUSE = """
create function platform_journal_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is append-only: % is refused', lower(tg_op) using errcode = 'restrict_violation';
end $$;

create trigger platform_journal_stays before update or delete on platform_journalline
    for each row execute function platform_journal_refuse();
create trigger platform_journal_stays_whole before truncate on platform_journalline
    for each statement execute function platform_journal_refuse();
create trigger platform_journal_heads_stay before delete on platform_journalhead
    for each row execute function platform_journal_refuse();
create trigger platform_journal_heads_stay_whole before truncate on platform_journalhead
    for each statement execute function platform_journal_refuse();

create trigger platform_journal_heads_advance before update on platform_journalhead
    for each row when (new.account_id <> old.account_id or new.number < old.number
                       or (new.number = old.number and new.hash <> old.hash))
    execute function platform_journal_refuse();
"""

ALLOW = """
drop trigger platform_journal_stays on platform_journalline;
drop trigger platform_journal_stays_whole on platform_journalline;
drop trigger platform_journal_heads_stay on platform_journalhead;
drop trigger platform_journal_heads_stay_whole on platform_journalhead;
drop trigger platform_journal_heads_advance on platform_journalhead;
drop function platform_journal_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("platform", "0002_journal_acts_outbox")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
