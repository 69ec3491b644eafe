# Textele vizitatorului și ale cadrului.

## Cadrul tuturor paginilor

window-title = CUPS – ghid pentru evenimentele vieții
window-title-page = { $heading } – CUPS
back = Înapoi
back-to-desk = Înapoi la birou
footer-help = Cereți ajutor
footer-keys = Tastatură pe ecran
footer-larger = Text mai mare
footer-contrast = Schimbați culorile
footer-hide = Ștergeți tot
catalogue-note = Catalogul { $number }, valabil la { $date }
catalogue-age = { $count ->
    [0] din ziua de azi
    [one] vechi de o zi
    [few] vechi de { $number } zile
   *[other] vechi de { $number } de zile
}
catalogue-expired = Informațiile au fost confirmate până la { $date }. Întrebați specialistul înainte de a plăti.
catalogue-unconfirmed = Informațiile din { $date } nu au mai fost confirmate. Întrebați specialistul înainte de a plăti.
catalogue-untrusted = A sosit un catalog care nu a putut fi verificat și nu este folosit. Pe ecran sunt informațiile din { $date }.
catalogue-old = Informațiile sunt din { $date }, de acum mai bine de un an. Întrebați specialistul înainte de a plăti.
clock-wrong = Ceasul calculatorului pare greșit: { $date }
page-up = Vedeți mai sus
page-down = Vedeți mai jos
page-before = Pagina dinainte
page-after = Pagina următoare
page-before-short = Precedenta
page-after-short = Următoarea
key-space = Spațiu
key-erase = Scoateți litera
key-capitals = Litere mari
key-small = Litere mici
key-signs = Semne
key-group = Tastatura de pe ecran
continue = Continuați
event-gone = Informația de pe această pagină s-a schimbat. Întoarceți-vă și alegeți din nou.

## Mai este cineva aici

idle-heading = Mai sunteți aici?
idle-lead = De un timp nimeni nu a atins ecranul. Dacă ați plecat, ștergem răspunsurile, ca să nu le vadă altcineva.
idle-how = Ca să rămâneți, apăsați orice tastă sau atingeți ecranul.
idle-end-how = Ca să terminați acum și să ștergeți, apăsați Tab de două ori, apoi Enter.
idle-left = { $count ->
    [one] Ștergem totul peste { $number } secundă.
    [few] Ștergem totul peste { $number } secunde.
   *[other] Ștergem totul peste { $number } de secunde.
}
idle-more = Mai am nevoie de timp
idle-end = Am terminat, ștergeți

## Pagina de început

start-heading = Ce s-a întâmplat în viața dumneavoastră?
start-search-label = Căutați cu cuvintele dumneavoastră
start-search-hint = De exemplu: certificat de naștere, bani pentru copil, divorț.
start-search-clear = Ștergeți căutarea
start-search-found = { $count ->
    [one] { $number } rezultat
    [few] { $number } rezultate
   *[other] { $number } de rezultate
}
start-search-ask = Întrebați specialistul
start-search-empty = Nu am găsit nimic. Încercați alt cuvânt sau cereți ajutorul specialistului.
start-part-of = Sau începeți cu ce s-a întâmplat

## Un eveniment

event-at-hand = Ce este bine să aveți la îndemână
event-not-for = Dacă situația este alta
event-begin = Începeți
event-privacy = Nu vă întrebăm numele. La sfârșit, calculatorul uită toate răspunsurile.

## Întrebări

question-progress = Întrebarea { $number } din { $of }
question-date-label = Data
question-date-hint = Ziua, luna și anul. De exemplu: 05.03.2026 sau 05032026
question-number-label = Răspunsul, în cifre
question-lists = Alegeți din liste
question-type = Scrieți data
question-choose-day = Alegeți ziua
question-choose-month = Alegeți luna
question-choose-decade = Alegeți anii
question-choose-year = Alegeți anul
question-day = Ziua
question-month = Luna
question-year = Anul
question-error-lists = Alegeți ziua, luna și anul. Dacă nu știți, apăsați „Scrieți data”, apoi alegeți „Nu știu”.
question-today = Azi
question-yesterday = Ieri
error-title = Mai e ceva de corectat
question-error-nothing = Dați un răspuns. Dacă nu știți, alegeți „Nu știu”.
question-error-date = Nu am putut citi data. Scrieți ziua, luna și anul, de exemplu 05.03.2026.
question-error-future = Această zi este în viitor și nu se potrivește aici. Verificați ziua, luna și anul.
question-error-past = Această zi a fost prea demult. Verificați ziua, luna și anul.
question-error-day = Luna aceasta are numai { $last } de zile. Verificați ziua.
question-error-month = Anul are 12 luni. Verificați luna.
question-error-number = Scrieți un număr întreg, în cifre. De exemplu: 2
question-error-range = Scrieți un număr de la { $least } până la { $most }.

## Verificarea răspunsurilor

answers-heading = Verificați răspunsurile
answers-lead = Dacă un răspuns nu este corect, schimbați-l. Apoi vă arătăm ce aveți de făcut.
answers-change = Schimbați
answers-continue = Vedeți ce aveți de făcut
home-heading = Unde locuiți?
home-hint = Unele oficii sunt cele de la domiciliul dumneavoastră, nu cele ale centrului în care sunteți acum.
home-label = Unde locuiți
home-served = În { $places }
home-district = În altă localitate: { $district }
home-elsewhere = În alt raion sau municipiu

## Planul

plan-to-do = { $count ->
    [0] Nu aveți de făcut niciun pas.
    [one] Aveți de făcut { $number } pas.
    [few] Aveți de făcut { $number } pași.
   *[other] Aveți de făcut { $number } de pași.
}
plan-automatic = { $count ->
    [one] { $number } pas îl face statul singur.
    [few] { $number } pași îi face statul singur.
   *[other] { $number } de pași îi face statul singur.
}
plan-only-maybe = { $count ->
    [one] { $number } pas este posibil. Încă nu se știe dacă vă trebuie: citiți-l sau întrebați specialistul.
    [few] { $number } pași sunt posibili. Încă nu se știe care vă trebuie: citiți-i sau întrebați specialistul.
   *[other] { $number } de pași sunt posibili. Încă nu se știe care vă trebuie: citiți-i sau întrebați specialistul.
}
plan-maybe = { $count ->
    [one] { $number } pas depinde de ce încă nu se știe.
    [few] { $number } pași depind de ce încă nu se știe.
   *[other] { $number } de pași depind de ce încă nu se știe.
}
plan-trips = { $count ->
    [one] Aveți de făcut { $number } drum la alt oficiu.
    [few] Aveți de făcut { $number } drumuri la alte oficii.
   *[other] Aveți de făcut { $number } de drumuri la alte oficii.
}
plan-trips-perhaps = { $count ->
    [one] Poate aveți de făcut { $number } drum la alt oficiu.
    [few] Poate aveți de făcut până la { $number } drumuri la alte oficii.
   *[other] Poate aveți de făcut până la { $number } de drumuri la alte oficii.
}
plan-trips-range = { $count ->
    [one] Aveți de făcut { $least }, poate { $number } drum la alt oficiu.
    [few] Aveți de făcut { $least }, poate { $number } drumuri la alte oficii.
   *[other] Aveți de făcut { $least }, poate { $number } de drumuri la alte oficii.
}
plan-no-trip = Deocamdată nu aveți de mers la alt oficiu.
plan-free = Din câte știm, nu plătiți nimic.
plan-cost = Din câte știm, plătiți { $amount }.
plan-cost-more = Din câte știm, plătiți { $amount }, poate până la { $most }.
plan-cost-perhaps = Din câte știm, poate plătiți până la { $amount }.
plan-pages = Partea { $number } din { $of }
plan-section-do = Ce aveți de făcut
plan-section-receive = Ce primiți fără să cereți
plan-section-state = Ce face statul singur
receive-amount = Primiți { $amount }
receive-money = Primiți bani
lead-heading = Întâi:
lead-more = { $count ->
    [one] Și încă { $number } pas din plan nu mai poate aștepta.
    [few] Și încă { $number } pași din plan nu mai pot aștepta.
   *[other] Și încă { $number } de pași din plan nu mai pot aștepta.
}
plan-tag-maybe = Poate va fi nevoie
plan-tag-or = În locul pasului { $number }
plan-tag-optional = Dacă doriți
plan-tag-notice = Citiți anunțul
plan-specialist = Continuați cu specialistul
plan-open-case = Deschideți un caz
plan-papers = Vedeți ce acte trebuie
plan-print = Tipăriți planul
plan-take-away = Luați planul acasă
plan-finish = Încheiați
plan-change = Schimbați răspunsurile

## Unde se face pasul

where-automatic = Statul face singur
where-other = Citiți unde și cum
where-here-whole = Faceți totul aici
where-here-online = Totul aici, online, cu ajutor
where-online = Faceți totul pe internet
where-here-register = Aici doar depuneți cererea
where-here-hand-over = Aici doar luați rezultatul
where-trip = Mergeți la alt oficiu
where-trip-to = Mergeți la alt oficiu: { $office }
where-hall = În localitate: { $office }
where-online-register = Pe internet doar depuneți cererea
where-phone = Faceți totul la telefon
where-not-known = Nu se știe unde. Întrebați specialistul.
where-perhaps-better = { $certain }. Poate { $perhaps }

## Termene

due-within = Cel târziu { $date }
due-passed = Termenul a trecut: { $date }
due-not-before = Nu mai devreme de { $date }
due-expected = Răspuns așteptat până { $date }
due-unknown = Cât timp: { $term }. Ziua exactă încă nu se știe.
due-unknown-back = Cel târziu cu { $term } înainte. Ziua exactă încă nu se știe.
due-from-receipt = { $label }: aveți { $term } de la primire.
due-closed-go = În acea zi oficiile sunt închise. Mergeți { $date }.
lead-passed-term = Termenul de { $term } s-a încheiat { $date }.
lead-passed-label = { $label }: termenul s-a încheiat { $date }.
lead-passed = Termenul s-a încheiat { $date }.
lead-go-today = Mergeți astăzi.
lead-go-at-once = Mergeți cât mai repede.
lead-go-on = Până atunci oficiile sunt închise, de aceea mergeți { $date }.
lead-then-harder = După { $date } va fi mai greu.
lead-then-less = După { $date } pierdeți o parte din ce vi se cuvine.
lead-then-closed = După { $date } nu se mai poate.
lead-then-ask = Următorul termen: { $date }.
lead-then-window = Următoarea perioadă: { $opens } – { $date }.
lead-over-less = Se poate și acum: mergeți cât mai repede.
lead-over-closed = Acum nu se mai poate.
lead-over-ask = Întrebați ce puteți face acum.
lead-window-ended = Perioada dinainte s-a încheiat { $date }.
lead-last-day = Astăzi este ultima zi: { $date }
lead-last-open-day = Astăzi este ultima zi în care oficiile sunt deschise; termenul este { $date }
lead-due-closed = Cel târziu { $go } (termenul, { $date }, e zi liberă)
lead-closed-until = Ultima zi este { $date }, dar până atunci oficiile sunt închise. Mergeți { $go }.
lead-answer-overdue = Răspunsul trebuia să vină până { $date }. Întrebați de ce nu a venit.
lead-perhaps = Poate vă privește. { $words }
lead-season = { $words } (după datele din { $season }; acum pot fi altele)
lead-past-season = În { $season }: { $opens } – { $date }. Datele de acum nu se știu încă: întrebați.
lead-past-season-day = În { $season }: până la { $date }. Datele de acum nu se știu încă: întrebați.

## Ce nu este sigur

perhaps = Poate: depinde de ce încă nu se știe.
perhaps-why = Poate. { $why }
perhaps-so = Poate: { $words }
ask-specialist = Întrebați specialistul.
ask-provider = Întrebați: { $name }.
ask-phone = Întrebați: { $name }, { $phone }.

## Cât costă

fee-free = Gratuit
fee-exact = Costă { $amount }
fee-free-or = Gratuit sau cel mult { $amount }
fee-unknown = Nu știm cât costă
fee-amount-unknown = Suma nu se știe
fee-part = o altă sumă nu se știe
fee-part-term = pentru { $term } suma nu se știe
fee-part-consular = taxa consulară nu se știe
fee-and = { $cost } și încă { $amount }
fee-on-top = Se plătește pe lângă cealaltă sumă:
fee-together = Împreună: { $amount }
fee-with-part = { $cost }; { $part }
fee-with-duty = { $cost }, plus taxa de stat
fee-with-duty-perhaps = { $cost }, poate și taxa de stat
amount-nothing = gratuit
amount-range = de la { $least } până la { $most }
amount-or = { $one } sau { $other }
amount-perhaps = { $amount }, poate { $other }
amount-perhaps-less = { $amount }, poate numai { $least }
amount-perhaps-more = { $amount }, poate până la { $most }
fee-online = dacă depuneți pe internet
fee-exempt = Plătesc mai puțin sau nimic:
duty-amount = În plus, taxa de stat: { $amount }
duty-unknown = În plus se plătește taxa de stat. Suma nu se știe.

## Un pas

step-place = Pasul { $number } din { $of }
step-before = Pasul dinainte
step-after = Pasul următor
step-parts = Părțile pasului
step-where = Unde se face
step-dates = Când
step-processing = Cât durează: { $term }
step-papers = Ce acte trebuie
step-money = Cât costă
step-money-benefit = Cât primiți și cât costă
step-why = De ce este acest pas în plan
step-sources = De unde știm
step-ask-first = Aici nu se știe totul. { $ask }
step-unconfirmed = Pentru specialist: nu am găsit sau nu am confirmat
step-provider = Răspunde: { $provider }
step-figures = Sumele și termenele sunt din: { $date }
reason-met = se potrivește
reason-open = de aflat
reason-verdict = { $reason } – { $verdict }
place-here = Aici: { $centre }
place-online = Pe internet
place-office = La oficiul care oferă serviciul
place-consulate = La consulat
place-phone = La telefon
office-for = Este oficiul pentru cine locuiește aici: { $place }
office-own = Mergeți la oficiul raionului în care locuiți: cel de aici este pentru { $place }
office-hall-here = Este primăria din { $place }
office-hall-own = Mergeți la primăria localității în care locuiți, nu la cea din { $place }
office-hours = Program: { $hours }
office-phone = Telefon: { $phone }
centre-way = Cum ajungeți: { $way }
centre-ramp = La intrare este o rampă
centre-no-ramp = La intrare sunt trepte, fără rampă
centre-payment = Cum plătiți: { $payment }
finish-whole = Faceți totul, de la cerere până la rezultat.
finish-register-only = Doar depuneți cererea. Rezultatul vine pe internet sau îl luați din altă parte.
finish-hand-over-only = Doar luați rezultatul. Cererea se depune în altă parte.
finish-none = Primiți doar informații.

## Acte

papers-heading = Ce acte trebuie
papers-lead = Actele pentru tot planul. Fiecare este scris o singură dată.
papers-print = Tipăriți lista actelor
step-print = Tipăriți acest pas
papers-bring = De adus
papers-from-plan = Se primesc pe parcurs, la pașii planului
papers-maybe = Poate va fi nevoie
papers-made-here = Se completează pe loc
papers-state = Nu trebuie aduse: le are statul
papers-for = Pentru: { $steps }
papers-none = Din câte știm, nu trebuie niciun act.
paper-bring = De adus
paper-maybe = Poate va fi nevoie
paper-made-here = Se completează pe loc, nu aduceți nimic
paper-state-reads = Nu trebuie să aduceți nimic: statul are datele în registre
paper-from-step = Se primește la pasul „{ $step }”
paper-apostille = Dacă actul este din altă țară: apostilă sau legalizare și traducere autentificată la notar
paper-valid = Se poate folosi { $term } de la eliberare

## Planul de luat acasă

take-away-heading = Luați planul cu dumneavoastră
take-away-lead = Îndreptați camera telefonului spre pătratul negru. Planul apare pe telefon, fără nume și alte date personale. Fără telefon: scrieți pașii pe hârtie sau cereți ajutor.
take-away-qr = Cod QR cu pașii planului
take-away-too-long = Planul este prea lung pentru un cod. Scrieți pașii pe hârtie sau cereți ajutor.
take-away-valid = Valabil pentru { $centre }, { $date }
sheet-place = Unde: { $place }
take-away-part = Codul { $number } din { $of }
take-away-after = Codul următor
take-away-before = Codul dinainte

## Ajutorul specialistului

call-heading = Specialistul vă ajută
call-lead = Ridicați mâna sau întrebați la masa specialistului. Puteți întreba orice.
call-kept = Răspunsurile rămân pe calculator cât sunteți aici. Dacă apare întrebarea „Mai sunteți aici?”, atingeți ecranul.
call-back = Înapoi la pagina dinainte
call-back-to-plan = Înapoi la plan
call-sign-in = Pentru personal: intrarea specialistului

## La sfârșit

satisfaction-heading = Cum a fost astăzi?
satisfaction-heading-death = V-a fost de folos ajutorul de aici?
satisfaction-lead = Alegeți un răspuns. Specialistul nu vede ce ați ales.
satisfaction-five = Foarte bine
satisfaction-four = Bine
satisfaction-three = Așa și așa
satisfaction-two = Nu prea bine
satisfaction-one = Rău
satisfaction-skip = Nu vreau să răspund
goodbye-heading = Vă mulțumim
goodbye-heading-death = Sincere condoleanțe
goodbye-lead = Luați-vă actele și telefonul. Puteți reveni oricând.
goodbye-lead-death = Luați-vă actele și telefonul. Dacă mai aveți întrebări, vă ajutăm.
goodbye-forgotten = Răspunsurile dumneavoastră au fost șterse. Următorul om nu le poate vedea.
goodbye-again = Începeți din nou

## Starea cererilor

state-prepared = Pregătită, nedepusă
state-submitted = Depusă
state-paid = Achitată
state-waiting = În lucru la instituție
state-issued = Rezultat gata, încă neînmânat
state-handed-over = Rezultat înmânat
state-informed-only = Doar informare
state-referred = Îndrumare în altă parte
state-withdrawn = Retrasă
state-refused = Refuzată
footer-help-short = Ajutor
footer-keys-short = Tastatură
footer-larger-short = Mai mare
footer-contrast-short = Culori
footer-hide-short = Ștergeți
page-up-short = Sus
page-down-short = Jos

## Două evenimente, ce nu se cuvine, servicii singure

start-pages = Pagina { $number } din { $of }
service-ask = Despre acest serviciu nu avem informații confirmate. Întrebați specialistul.
second-heading = Ce s-a mai întâmplat?
second-lead = Alegeți încă un eveniment. Răspunsurile de până acum rămân. Actele comune le cerem o singură dată.
refused-heading = Ce nu este pentru dumneavoastră și de ce
refused-lead = După răspunsurile dumneavoastră. Dacă un răspuns nu este corect, schimbați-l. Dacă nu sunteți de acord, întrebați specialistul.
refused-instead = Vă poate ajuta în schimb
refused-open = Vedeți
plan-refused = Ce nu este pentru dumneavoastră
plan-second = S-a întâmplat și altceva
plan-trips-without = { $count ->
    [one] Fără acest centru ar fi { $number } drum.
    [few] Fără acest centru ar fi { $number } drumuri.
   *[other] Fără acest centru ar fi { $number } de drumuri.
}
plan-unknown-fees = { $count ->
    [one] La { $number } pas nu știm toată suma.
    [few] La { $number } pași nu știm toată suma.
   *[other] La { $number } de pași nu știm toată suma.
}
plan-unknown-named = Nu știm toată suma pentru: { $steps }.
plan-less-named = Unii plătesc mai puțin sau nimic pentru: { $steps }. Vedeți acolo cine.
plan-less = { $count ->
    [one] La { $number } pas unii plătesc mai puțin sau nimic: vedeți acolo cine.
    [few] La { $number } pași unii plătesc mai puțin sau nimic: vedeți acolo cine.
   *[other] La { $number } de pași unii plătesc mai puțin sau nimic: vedeți acolo cine.
}
plan-nothing = După răspunsurile dumneavoastră, nu aveți de făcut niciun pas aici. Vedeți de ce și ce vă poate ajuta, sau schimbați răspunsurile.
plan-tag-lacking = Pentru actul care vă lipsește
where-suspended = Suspendat acum
where-suspended-until = Suspendat până la { $date }
due-none = Nu cunoaștem un termen pentru acest pas.
due-window = De { $opens } până { $date }
step-get-paper = Obțineți: { $paper }
step-valid-for = Cât timp este valabil
step-entitled = Cine poate cere
step-related = Legat de acest pas
entitled-route = Este de ajuns una dintre aceste situații:
entitled-or = sau
reason-not-met = nu se potrivește
reason-check-yourself = verificați dumneavoastră
related-requires = Înainte de aceasta
related-triggers = Urmează după aceasta
related-enables = Devine posibil după aceasta
related-concurrent = Se poate cere în același timp
related-alternative = În loc de aceasta
related-recommended = Merită să vedeți
fee-ready = gata pe { $date }
fee-more = cu { $amount } mai mult
fee-front-office = din care tariful de ghișeu: { $amount }
fee-offices = numai la: { $offices }
fee-percent = { $percent } % din { $of }
fee-per = { $amount } pentru { $unit }
fee-exempt-you = Dumneavoastră plătiți mai puțin sau nimic
fee-exempt-proof = Dovada: { $proof }
fee-exempt-stock = Cât ajunge: { $stock }
fee-exempt-stock-until = Cât ajunge, cel târziu până la { $date }: { $stock }
fee-exempt-until = Până la { $date }
fee-later = Începând cu { $date }: { $amount }
duty-percent = În plus, taxa de stat: { $percent } % din { $of }
benefit-later = Începând cu { $date }: { $amount }
benefit-retroactive = Se plătește și pentru timpul dinaintea cererii, cel mult { $term }.
either-not-both = Una sau alta, nu amândouă:
hint-countries = { $answer }: { $countries }.
step-treaties = Țările cu acord
treaties-in-force = Acordul este în vigoare cu:
treaties-to-come = Se pregătește, încă nu se aplică; întrebați când începe:
treaty-since = { $country } (din { $date })
treaty-signed = { $country } (semnat)
treaty-prepared = { $country } (în discuție)
paper-have = Am
paper-lack = Nu am
paper-or = Este de ajuns un singur act. Sau: { $papers }
paper-lacking-step = Îl obțineți la pasul „{ $step }”, care este în plan.
paper-lacking-ask = Întrebați specialistul cum puteți obține actul.

# Sume și reguli care nu au mai fost confirmate de când se puteau schimba.
belief-ended-money = Sumele de aici au fost bune până la { $date } și de atunci se puteau schimba. { $ask }
belief-ended-dates = Zilele de aici au fost bune până la { $date } și de atunci se puteau schimba. { $ask }
belief-ended-conditions = Condițiile de aici au fost bune până la { $date } și de atunci se puteau schimba. { $ask }
belief-cause = De verificat după { $date }: { $cause }
belief-indexation = indexarea anuală
belief-government = hotărârea anuală a Guvernului
belief-parliament = legea votată pentru anul nou sau schimbată
belief-council = hotărârea consiliului local
belief-season = regulile sezonului nou
belief-programme = sfârșitul programului sau al rezervei
