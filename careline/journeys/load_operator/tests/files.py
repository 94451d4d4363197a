"""A small sound set of import files, and ways to write it with one thing changed."""

from __future__ import annotations

from pathlib import Path

GOOD: dict[str, str] = {
    "operator.toml": 'name = "Fernhill Mobile"\ncurrency = "USD"\ntime_zone = "America/New_York"\n',
    "plans.csv": "id,name,monthly_price,data_limit_gb,data_price_per_gb\n"
    "P1,Plus,65.00,15,2.00\nP2,Basic,40.00,5,5.00\n",
    "extras.csv": "id,kind,name,monthly_price,months\nE1,promo,Welcome credit,-15.00,12\n",
    "areas.csv": "id,name,market\nA1,Harbour,North\n",
    "customers.csv": (
        "id,account_number,status,opened_on,market,cycle_day,autopay\n"
        "C1,100-1,active,2024-01-15,North,1,yes\nC2,,active,2025-02-10,North,8,no\n"
    ),
    "people.csv": (
        "id,customer,role,name,born_on,email\n"
        'H1,C1,owner,"Núñez, Ana",1985-06-15,ana@example.com\nH2,C1,user,Leo Nunez,2001-01-01,\n'
        "H3,C2,owner,Sara Berg,1990-11-22,sara@example.com\n"
    ),
    "lines.csv": (
        "id,customer,user,number,status,plan,area,opened_on,suspended_on,suspended_for,contract_ends_on,roaming,"
        "data_used_gb,iccid,imei,device\n"
        "L1,C1,H1,(212) 555-0101,active,P1,A1,2024-01-15,,,2026-12-31,yes,15.1,8901260000000000006,490154203237518,X\n"
        "L2,C1,H2,(212) 555-0102,suspended,P2,A1,2024-01-15,2026-11-01,nonpay; lost,,no,0,,,\n"
        "L3,C2,H3,555-123-2002,active,P1,,2025-02-10,,,,no,3,890126000000000000,123456789012345,Y\n"
    ),
    "network.csv": "line,registered,bars,voicemail_box,voicemail_forward,sim_profile\n"
    "L1,yes,,full,own,enabled\nL2,no,data;outgoing,,,\n",
    "features.csv": "line,extra,since,until\nL1,E1,2026-01-01,2026-10-01\n",
    "changes.csv": "id,customer,line,at,kind,text,by\n"
    "X1,C1,L1,2026-10-01 09:00,promo-ended,Welcome credit ended,system\n",
    "bills.csv": (
        "id,customer,number,status,period_from,period_until,issued_on,due_on,total\n"
        "B1,C1,N-1,paid,2026-09-01,2026-10-01,2026-10-01,2026-10-15,90.00\n"
        "B2,C1,N-2,overdue,2026-10-01,2026-11-01,2026-11-01,2026-11-15,105.00\n"
    ),
    "bill_items.csv": (
        "bill,line,code,description,amount,on\n"
        "B1,L1,plan,Plus,65.00,2026-09-01\nB1,L2,plan,Basic,40.00,2026-09-01\nB1,L1,promo,Welcome,-15.00,2026-09-01\n"
        "B2,L1,plan,Plus,65.00,2026-10-01\nB2,L2,plan,Basic,40.00,2026-10-01\n"
    ),
    "payments.csv": "id,customer,bill,amount,method,status,at\nM1,C1,B1,90.00,card,settled,2026-10-14 10:00\n",
    "contacts.csv": (
        "id,customer,line,channel,status,opened_by,opened_at,ended_at,reason,words,summary\n"
        "K1,C1,L1,call,closed,jo,2026-10-20 10:00,2026-10-20 10:09,NET-04,No data,Switched on again\n"
    ),
}


def write_set(folder: Path, changed: dict[str, tuple[str, str]] | None = None) -> Path:
    """This function will write the sound set into a folder; `changed` maps a file to (text, replacement)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in GOOD.items():
        for before, after in [(changed or {})[name]] if name in (changed or {}) else []:
            assert before in text, f"{name} does not hold {before!r}"
            text = text.replace(before, after, 1)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
