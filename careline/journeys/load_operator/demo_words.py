"""The fictional operator "Northlight Mobile": its plans, places, experts, and the words its customers are made of.

Nothing here belongs to a real operator or person.
"""

from __future__ import annotations

from decimal import Decimal

from careline.domains.catalog.values import Offering, OfferingKind, Plan
from careline.domains.team.values import ExpertRole
from careline.kernel.money import Money

OPERATOR = "Northlight Mobile"

PLANS = (
    Plan(0, "essential", "Essential 5", Money(4000), Decimal(5), Money(500)),
    Plan(0, "everyday", "Everyday 15", Money(6500), Decimal(15), Money(200)),
    Plan(0, "family", "Family 25", Money(7500), Decimal(25), Money(300)),
    Plan(0, "endless", "Endless", Money(8500), Decimal(999), Money(10)),
    Plan(0, "things", "Things 1", Money(1500), Decimal(1), Money(1000)),
)

EXTRAS = (
    Offering(0, "protection", OfferingKind.FEATURE, "Device protection", Money(900)),
    Offering(0, "instalment-24", OfferingKind.INSTALMENT, "Phone instalment", Money(3333), 24),
    Offering(0, "autopay", OfferingKind.DISCOUNT, "Discount for automatic payment", Money(-500)),
    Offering(0, "welcome", OfferingKind.PROMO, "Welcome credit", Money(-1500), 12),
)

MARKETS = ("Northport", "Lakeside", "Pinehill", "Eastmere", "Redvale", "Stonefield", "Clearwater", "Westhaven")
STATES = ("WA", "MN", "OR", "ME", "UT", "OH", "FL", "CA")
PARTS = ("Centre", "Harbour", "Heights", "Old Town", "Riverside", "Airport")

FIRST_NAMES = tuple(
    """Ada Amir Ana Andre Anika Ben Bianca Bruno Carla Chen Clara Dana Dario Dina Elena Eli Emil Esther Farah Felix
    Fiona Gabriel Gita Grace Hana Hugo Ida Ilan Imani Ines Ivan Jana Joel Jonas Julia Kai Karim Kira Lara Leo Lina
    Louis Luca Maja Malik Marta Mei Milo Mina Nadia Nils Noor Olga Omar Oscar Paula Petra Priya Rafael Rania Rosa
    Ruben Samir Sara Selma Simon Sofia Stefan Tara Theo Tomas Uma Vera Victor Wanda Yara Yusuf Zoe""".split()  # noqa: SIM905
)
LAST_NAMES = tuple(
    """Abbott Acheson Adeyemi Albrecht Almeida Andersen Aziz Baker Banerjee Barros Bauer Becker Bennett Berg Bianchi
    Brandt Brooks Carver Castro Chaudhry Costa Cruz Dahl Daniels Diaz Dogan Dubois Eriksen Farrell Ferrari Fischer
    Foster Fraser Garcia Gomez Graf Hale Hansen Haruki Hayes Holm Huber Ibrahim Ito Jansen Jensen Kaplan Keller
    Khalil Kim Klein Kovacs Kruse Lambert Lang Larsen Lehmann Lindgren Lopez Madsen Marino Mbeki Meier Mendes Moreau
    Nakamura Nguyen Novak Okafor Olsen Ortiz Park Pereira Petrov Quinn Rahman Ramos Reyes Rossi Ruiz Sato Schmid
    Silva Sommer Soto Stein Svensson Tanaka Thorne Torres Vance Vargas Vogel Wagner Walsh Weber Winter Wolf Yilmaz
    Young Zhang Ziegler""".split()  # noqa: SIM905
)
STREETS = ("Alder", "Birch", "Canal", "Cedar", "Garden", "Hill", "Lake", "Market", "Mill", "Orchard", "Station")

PHONES = ("Aurora 5", "Aurora 5 Pro", "Boreal X", "Boreal Mini", "Cirrus 12", "Cirrus Fold", "Delta One")

CONTACT_REASONS = (
    ("BILL-01", "My bill is higher than last month", "Explained the difference item by item; nothing to correct."),
    ("NET-04", "I have no mobile data", "Mobile data was switched off; on again and tested together."),
    ("NET-01", "I have no service", "Airplane mode was on; connected again and tested with a call."),
    ("MSG-02", "My pictures do not go out", "Access point settings were reset; a picture went out."),
    ("MSG-05", "My voicemail does not answer", "The box was full; old messages were deleted."),
    ("PAY-01", "I paid but it does not show", "The payment was on its way and has arrived since."),
)

DEMO_PASSWORD = "northlight-demo-2026"  # noqa: S105 - the published password of a fictional operator
EXPERTS = (
    ("ida", "Ida Holm", ExpertRole.ASSOCIATE),
    ("theo", "Theo Marino", ExpertRole.EXPERT),
    ("priya", "Priya Banerjee", ExpertRole.EXPERT),
    ("omar", "Omar Khalil", ExpertRole.SPECIALIST),
    ("clara", "Clara Vogel", ExpertRole.COACH),
    ("ruben", "Ruben Castro", ExpertRole.LEAD),
    ("nadia", "Nadia Petrov", ExpertRole.OPERATIONS),
    ("wanda", "Wanda Young", ExpertRole.CONTENT),
)
