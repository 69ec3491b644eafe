# Away from the village: missions abroad and mobile teams.

# --- Days on which nobody is received ---
shut-weekend = Ziua aleasă este sâmbătă sau duminică: aici nu se lucrează.
shut-moldova = În această zi este sărbătoare în Moldova: aici nu se lucrează.
shut-host = În această zi este sărbătoare în { $country }: misiunea poate fi închisă.
shut-unknown = Zilele de sărbătoare din { $country } nu se știu aici. Verificați calendarul misiunii.
day-in-moldova = În Moldova este acum altă zi: { $date }. Termenele se numără după ziua din Moldova.

# --- The next appointment ---
appointment-one = O programare este pentru o singură persoană. O familie de patru persoane are nevoie de patru programări, fiecare persoană cu cazul ei.
appointment-taken = La ora { $hour } este așteptată altă persoană. Alegeți altă oră.
appointment-next = Ore libere în aceeași zi
appointment-place = Satul
appointment-place-hint = Satul în care merge echipa. Dacă persoana vine la centru, lăsați gol.
leaf-when-place = Locul: { $place }

# --- Papers of another country ---
foreign-heading = Acte eliberate de altă țară
foreign-nothing = Act din { $country }: fără apostilă și fără legalizare. Dacă nu este în română, se traduce în română.
foreign-apostille = Act din { $country }: trebuie apostilă, pusă în { $country }. Apoi se traduce în română, împreună cu apostila.
foreign-legalisation = Act din { $country }: se legalizează întâi acolo, apoi la ambasada sau consulatul Moldovei. Apoi se traduce în română.
foreign-unknown = Act din { $country }: nu știm aici ce îi trebuie. Înainte de drum întrebați la ambasadă sau la consulat.
foreign-other = Act din altă țară: întrebați mai întâi aici. Apostila o pune numai țara care a eliberat actul.
foreign-exempt = Fără apostilă: acte din { $countries }. Înainte de drum întrebați la 14 909.
foreign-legalised = În loc de apostilă, legalizare: acte din { $countries }.

# --- The day of a team in a village ---
desk-day-pack = Ziua în sat
pack-heading = Pregătiți ziua în sat
pack-lead = Alegeți ziua și satul. Foaia spune cine vine, ce acte aduce, ce rezultate luați cu dumneavoastră și ce puneți în bagaj.
pack-ahead = Zile cu programări
pack-day = { $date }, { $place }: { $number }
pack-place-error = Scrieți satul.
pack-day-error = Scrieți o zi de azi înainte, cel mult peste un an. De exemplu: 24.11.2026.
pack-names = Numele oamenilor pe foi
pack-names-hint = Fără nume, pe o foaie pierdută nu scrie cine sunt oamenii. Păstrați-o totuși cu grijă.
pack-people = { $count ->
    [one] Vine { $number } persoană
    [few] Vin { $number } persoane
   *[other] Vin { $number } de persoane
}
pack-nobody = Nimeni nu este programat aici în această zi.
pack-bring = Aduce: { $papers }
pack-results = De înmânat: { $services }
pack-only-result = Fără oră: are un rezultat de luat
pack-kit = În bagaj
pack-kit-unknown = Lista bagajului nu este scrisă în catalog pentru această echipă.
pack-sheets = { $count ->
    [one] Se tipărește { $number } foaie: lista zilei, taloanele, listele de acte și acordurile necompletate.
    [few] Se tipăresc { $number } foi: lista zilei, taloanele, listele de acte și acordurile necompletate.
   *[other] Se tipăresc { $number } de foi: lista zilei, taloanele, listele de acte și acordurile necompletate.
}
pack-print = Tipăriți toate foile
pack-left = { $count ->
    [one] Mai este { $number } foaie de tipărit
    [few] Mai sunt { $number } foi de tipărit
   *[other] Mai sunt { $number } de foi de tipărit
}
pack-title = Ziua în sat
pack-place-line = Satul: { $place }
pack-column-done = Gata
pack-column-hour = Ora
pack-column-who = Cine vine, ce aduce și ce primește
pack-visits = Cine vine
pack-written = Oameni veniți fără programare
pack-name-line = Codul sau numele
preview-pack = Lista zilei în sat
preview-case-papers = Lista actelor unei persoane
preview-blank-consent = Acord necompletat, în două exemplare
