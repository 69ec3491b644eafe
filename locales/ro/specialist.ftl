# Textele specialistului.

## Conectarea calculatorului și intrarea

please-wait = Așteptați puțin
enrol-heading = Conectați acest calculator
enrol-lead = Serverul CUPS nu cunoaște încă acest calculator. Cereți de la administrator adresa și un cod de unică folosință.
enrol-hub = Adresa serverului
enrol-hub-hint = Începe cu https:// sau, fără legătură, cu CUPSR1 (codul sălii)
enrol-code = Codul de unică folosință
enrol-button = Conectați
enrol-error-missing = Scrieți și adresa, și codul.
enrol-error-room = Calculatorul de legătură din sală nu cunoaște încă acest centru. Legați întâi un calculator care lucrează deja aici, apoi încercați din nou.
enrol-error-refused = Serverul nu a primit codul. Verificați-l sau cereți altul: un cod se folosește o singură dată.
first-heading = Primul specialist
first-lead = Scrieți codul primit de la agenție și numele dumneavoastră. Apoi alegeți o parolă și țineți-o minte: fără ea nu se pot citi cazurile.
first-button = Adăugați
first-code = Codul de la agenție
first-code-hint = 12 litere și cifre. De exemplu: 7K2M-4QXR-9AB0
first-error-code = Codul nu este bun sau a fost deja folosit. Comparați-l cu foaia sau luați alt cod de pe ea.
first-error-code-missing = Scrieți codul de la agenție.
first-no-code = Pe acest calculator nu a rămas niciun cod de la agenție.
first-no-code-lead = Acest calculator nu are niciun cod de la agenție, de aceea nimeni nu poate fi primul specialist. Sunați la agenție și cereți coduri noi pentru terminalul { $terminal }. Agenția vi le citește. Când este legătură, apăsați butonul.
first-no-code-button = Căutați coduri noi
sign-in-heading = Intrarea specialistului
sign-in-lead = Această pagină este pentru specialiști. Dacă sunteți vizitator, apăsați „Înapoi”.
sign-in-button = Intrați
sign-in-name = Numele
sign-in-password = Parola
sign-in-password-hint = Cel puțin 8 caractere, pe care nu le ghicește oricine
sign-in-repeat = Parola încă o dată
sign-in-error-name = Scrieți numele.
sign-in-error-short = Parola este prea scurtă. Scrieți cel puțin 8 caractere.
sign-in-error-repeat = Parolele nu sunt la fel. Scrieți a doua oară aceeași parolă.
sign-in-error-wrong = Numele și parola nu se potrivesc. Verificați-le și încercați din nou.
sign-in-error-taken = Există deja un specialist cu acest nume. Scrieți alt nume.
sign-in-error-common = Această parolă o ghicește oricine. Alegeți alta, de exemplu câteva cuvinte la rând.
sign-in-error-is-name = Parola nu poate fi numele. Alegeți alta, de exemplu câteva cuvinte la rând.
sign-in-error-early = Încă nu se poate încerca. Ce ați scris rămâne. Cât mai este de așteptat scrie deasupra butonului.
sign-in-wait-seconds = { $count ->
    [one] Încercați din nou peste { $number } secundă.
    [few] Încercați din nou peste { $number } secunde.
   *[other] Încercați din nou peste { $number } de secunde.
}
sign-in-wait-minutes = { $count ->
    [one] Încercați din nou peste { $number } minut.
    [few] Încercați din nou peste { $number } minute.
   *[other] Încercați din nou peste { $number } de minute.
}
colleague-heading = Un coleg nou
colleague-lead = Scrieți numele și alegeți o parolă. Țineți-o minte: fără ea nu se pot citi cazurile.
colleague-added = Colegul a fost adăugat. Poate intra cu numele și parola sa.

## Calculatorul blocat

footer-lock = Blocați · F11
footer-lock-short = Blocați
footer-end = Ieșiți
lock-heading = Calculatorul este blocat
lock-lead = Dacă ați blocat dumneavoastră, scrieți parola și continuați de unde ați rămas.
lock-button = Deblocați
lock-error-wrong = Parola nu este bună. Verificați-o și încercați din nou.
lock-other = Sunt alt specialist
lock-other-lead = Scrieți numele și parola dumneavoastră. Lucrul celui care a blocat se încheie.
lock-return = Înapoi la parolă
lock-end = Încheiați lucrul și treceți la pagina vizitatorului
lock-ask-heading = Ceva scris nu este încă salvat
lock-ask-instead = Cel care a blocat a lăsat ceva nesalvat. Dacă intră alt specialist, se pierde.
lock-ask-instead-button = Intru totuși
lock-ask-end = Cel care a blocat a lăsat ceva nesalvat. Dacă încheiați, se pierde.
lock-ask-end-button = Încheiați totuși

## Ce trebuie să știe specialistul

news-read = Am citit
news-lacked = Serverul nu mai avea { $count ->
    [one] o înregistrare pe care o confirmase
    [few] { $count } înregistrări pe care le confirmase
   *[other] { $count } de înregistrări pe care le confirmase
}. S-au păstrat aici și se trimit din nou. Anunțați administratorul.
news-refiled = Serverul are o altă istorie sub numele acestui calculator: există o copie a discului sau s-au pus înapoi înregistrări vechi. Nimic nu s-a pierdut, dar anunțați administratorul înainte de a lucra mai departe.
news-wrong = { $count ->
    [one] S-a încercat { $number } parolă sau cod greșit.
    [few] S-au încercat { $number } parole sau coduri greșite.
   *[other] S-au încercat { $number } de parole sau coduri greșite.
}
news-wrong-since = Prima dată: { $time }. Dacă nu ați fost dumneavoastră, anunțați administratorul.
news-wrong-no-date = Ceasul calculatorului era greșit atunci. Dacă nu ați fost dumneavoastră, anunțați administratorul.
records-lost = Fișierul cu înregistrări a lipsit sau a fost înlocuit, și a fost început altul. Cazurile și specialiștii dinainte nu mai sunt aici. Anunțați administratorul.

## Biroul

desk-heading = Biroul specialistului
desk-new = Primiți un vizitator
desk-inform = Notați o informare
desk-outbox = Vedeți ce s-a trimis
desk-colleague = Oameni și parole
desk-sign-out = Ieșiți
desk-find = Căutați cazul
desk-cases = Cazuri deschise
desk-no-cases = Nu este niciun caz deschis.
desk-case-line = { $event } · deschis la { $date } · cod { $code }
desk-late = Rezultatul întârzie

## Ce s-a salvat și unde este

sync-all-sent = Totul a fost trimis și primit
sync-nothing-waits = Nimic nu așteaptă să fie trimis
sync-waiting = { $count ->
    [one] { $number } înregistrare salvată aici așteaptă să fie trimisă
    [few] { $number } înregistrări salvate aici așteaptă să fie trimise
   *[other] { $number } de înregistrări salvate aici așteaptă să fie trimise
}
sync-kept = { $count ->
    [one] { $number } înregistrare este și la calculatorul de legătură din sală, serverul încă nu a primit-o
    [few] { $number } înregistrări sunt și la calculatorul de legătură din sală, serverul încă nu le-a primit
   *[other] { $number } de înregistrări sunt și la calculatorul de legătură din sală, serverul încă nu le-a primit
}
sync-since = Cea mai veche așteaptă din { $date }
sync-quarantined = { $count ->
    [one] { $number } înregistrare a fost pusă deoparte de server
    [few] { $number } înregistrări au fost puse deoparte de server
   *[other] { $number } de înregistrări au fost puse deoparte de server
}
sync-no-line = Acum nu este legătură
outbox-heading = Ce s-a salvat și unde este
outbox-lead = Mai întâi totul se salvează pe acest calculator. Când este legătură, se trimite la server. Serverul răspunde cu un număr.
outbox-send = Trimiteți acum
outbox-empty = Încă nu s-a salvat nimic.
outbox-waiting = salvat aici, așteaptă să fie trimis
outbox-kept = păstrat și la calculatorul de legătură din sală, serverul încă nu l-a primit
outbox-received = primit, numărul { $number }
outbox-quarantined = pus deoparte de server pentru verificare
outbox-off = Nimic nu se trimite de la sine de pe acest calculator: așa este setat. Ce este salvat rămâne aici până când apăsați „Trimiteți acum”.
outbox-switch-off = Nu mai trimite de la sine
outbox-switch-on = Trimite din nou de la sine
outbox-switch-failed = Setarea nu s-a putut scrie. Totul a rămas cum a fost.
record = Salvați
recorded = Salvat. Se trimite la server când este legătură. (Rândul { $number } din registru.)
records-error-full = Nu s-a salvat: discul este plin. Eliberați loc pe disc și încercați din nou.
records-error-write = Nu s-a salvat: calculatorul nu poate scrie. Încercați din nou. Dacă se repetă, sunați administratorul.
records-error-busy = Nu s-a salvat: alt program folosește înregistrările. Așteptați puțin și încercați din nou.
records-error-damaged = Nu s-a salvat: fișierul cu înregistrări este stricat. Închideți programul și porniți-l din nou. Ce se poate citi va fi păstrat.
records-error-newer = Înregistrările sunt făcute de un program mai nou. Cereți administratorului să actualizeze programul.
records-error-foreign = Fișierul cu înregistrări este al altui program. Sunați administratorul.
records-error-enrolled = Nu s-a salvat: calculatorul nu este conectat la server. Sunați administratorul.
records-salvaged = Fișierul cu înregistrări a fost stricat. Am păstrat ce s-a putut citi. Verificați cazurile deschise.

## Ce s-a făcut

action-case-opened = Caz deschis
action-person-identified = Persoană identificată
action-consent-given = Acord dat
action-papers-checked = Acte verificate
action-request-prepared = Cerere pregătită, nedepusă
action-request-submitted = Cerere depusă
action-request-paid = Cerere achitată
action-request-waiting = Cerere în lucru la instituție
action-result-issued = Rezultat gata
action-result-handed-over = Rezultat înmânat
action-informed = Persoană informată
action-referred = Persoană îndrumată în altă parte
action-request-withdrawn = Cerere retrasă
action-request-refused = Cerere refuzată
action-appointment-made = Programare făcută
action-appointment-cancelled = Programare anulată
action-case-taken-over = Caz preluat de alt specialist
action-draft-saved = Ciorna cererii salvată
action-not-finished-here = Nu s-a putut termina aici
action-case-closed = Caz închis
action-satisfaction-given = Părere lăsată de vizitator
action-corrected = Înregistrare corectată
action-records-salvaged = Înregistrări recuperate
action-records-lost = Fișierul cu înregistrări a lipsit sau a fost înlocuit
action-sign-in-refused = Intrare refuzată: parolă sau cod greșit
action-hub-lacked = Serverul nu mai avea înregistrări pe care le primise; se trimit din nou
action-identity-replaced = Înregistrări preluate sub o identitate nouă a calculatorului
action-cases-erased = Cazuri încheiate șterse la termen
action-sheet-printed = Foaie tipărită
action-colleague-added = Coleg adăugat
action-colleague-removed = Coleg șters din listă
action-password-changed = Parolă schimbată
action-password-reset = Parolă nouă dată de șeful centrului
action-role-changed = Rol schimbat
action-key-given = Coleg cu acces nou la cazuri
action-key-renewed = Cheia cazurilor schimbată
action-recovery-sheet-made = Foaie de recuperare făcută
action-recovery-sheet-used = Foaie de recuperare folosită
action-codes-made = Listă de coduri făcută
action-codes-withdrawn = Listă de coduri oprită
action-pages-kept = Acte scanate, păstrate
action-pages-erased = Acte scanate, șterse

## Un caz

case-slip = Cod pentru revenire: { $code }. Scrieți-l persoanei pe un bilet.
case-person = Persoana
case-idnp = Numărul personal (IDNP)
case-consent = Acordul
case-papers = Actele aduse
case-papers-count = Bifate: { $number }
case-missing = Încă lipsește
case-none = Nu s-a notat
case-no-name = Fără nume
case-requests = Cererile
case-close = Închideți cazul
case-next-person = Scrieți cine este persoana
case-next-consent = Luați acordul
case-next-papers = Bifați actele
case-next-request = Treceți la cererea următoare
case-papers-heading = Ce acte a adus persoana
case-papers-lead = Bifați numai actele pe care le-ați văzut.
case-papers-all = Toate sunt aici
case-error-name = Scrieți numele și prenumele persoanei.
case-error-consent = Lipsește acordul persoanei sau nu mai este valabil. Cereți-l înainte de a pregăti cererea.
case-error-period = Acordul s-ar termina înainte să înceapă. Alegeți altă durată.
case-error-past = Ziua programării a trecut. Alegeți ziua de azi sau una de mai târziu.
case-error-number = Scrieți numărul dat de instituție: de la 3 până la 32 de litere latine sau cifre, cu cel puțin o cifră. Puteți folosi „-” și „/”.
case-error-early = Ziua aceasta este cu mai mult de 30 de zile înainte de deschiderea cazului. Verificați data.
case-error-transition = Cererea nu poate trece acum în această stare. Vedeți starea ei de acum.
case-error-unknown = Cererea nu mai este în acest caz. Întoarceți-vă la caz și alegeți din nou.
case-error-already = Pentru acest serviciu este deja o cerere deschisă. Continuați cu ea.
case-error-closed = Cazul este închis. Nu se mai poate schimba.
case-error-collector = Scrieți cine a luat rezultatul și ce act a arătat.
case-error-reason = Alegeți motivul.
case-error-unchanged = Nu s-a schimbat nimic, deci nu s-a salvat nimic.
case-error-not-correctable = Această înregistrare nu se poate anula.
case-error-not-latest = După această înregistrare a fost făcută alta. Anulați-o întâi pe cea mai nouă.
case-error-already-corrected = Această înregistrare a fost deja anulată.
case-error-already-submitted = O cerere din acest caz a fost depusă. Cazul nu se mai poate anula.

## Persoana

person-heading = Cine este persoana
person-privacy = Datele se păstrează criptate. Le pot citi numai specialiștii acestui centru și operatorul serverului CUPS.
person-name = Numele și prenumele
person-idnp = Numărul personal (IDNP)
person-idnp-hint = 13 cifre, din actul de identitate. Poate rămâne gol.
person-phone = Telefonul
person-phone-hint = De exemplu: 069 000 000. Poate rămâne gol.
person-error-phone = Scrieți telefonul numai în cifre, de la 8 până la 16, sau lăsați câmpul gol.
idnp-error-digits = IDNP are numai cifre. Ștergeți literele și celelalte semne.
idnp-error-length = IDNP are 13 cifre. Aici sunt: { $found }. Comparați cu actul.
idnp-error-first = IDNP începe cu 0 sau cu 2. Verificați prima cifră în act.
idnp-error-check = O cifră din IDNP este greșită sau două sunt schimbate între ele. Comparați cu actul, cifră cu cifră.

## Acordul persoanei

consent-heading = Acordul persoanei
consent-scope = Pentru ce
consent-this-event = Numai acest eveniment
consent-follow-up = Acest eveniment și ce urmează din el
consent-duration = Pentru cât timp
consent-today = Numai azi
consent-month = 30 de zile
consent-half-year = Jumătate de an
consent-year = Un an
consent-aloud = Citiți cu voce tare
consent-record = Salvați acordul semnat
consent-print = Tipăriți acordul, două exemplare
case-print = Tipăriți hârtiile cazului
request-print = Tipăriți ce s-a făcut

## O cerere

request-none = Fără cerere
request-prepare = Pregătiți cererea
request-number = Numărul cererii la instituție
request-number-hint = Îl primiți la depunere. Fără acest număr, cererea nu este depusă.
request-date = Ziua depunerii
request-submit = Notați depunerea
request-collector = Numele celui care ia rezultatul
request-paper = Ce act a arătat
request-paper-hint = Felul actului și ultimele patru cifre, de exemplu: buletin 1234
request-hand-over = Notați înmânarea
request-mark = Notați: { $state }
request-final = Cererea este încheiată. Nu mai urmează nimic.
request-number-line = Numărul cererii la instituție: { $number }
request-expected-line = Rezultat așteptat: { $date }

## Doar informare

inform-heading = Despre ce ați informat?
inform-lead = Alegeți evenimentul. Se salvează fără nume.
desk-exit = Închideți programul
case-error-open = Mai este o cerere neîncheiată. Încheiați-o sau notați că a fost retrasă, apoi închideți cazul.
recorded-received = Salvat aici cu numărul { $number } și primit de server.
catalogue-too-new = Catalogul nou cere o versiune mai nouă a programului. Anunțați administratorul.
catalogue-left-out = { $count ->
    [one] Programul nu înțelege un loc din catalogul nou: acolo oamenii sunt trimiși la dumneavoastră. Anunțați administratorul.
    [few] Programul nu înțelege { $number } locuri din catalogul nou: acolo oamenii sunt trimiși la dumneavoastră. Anunțați administratorul.
   *[other] Programul nu înțelege { $number } de locuri din catalogul nou: acolo oamenii sunt trimiși la dumneavoastră. Anunțați administratorul.
}
catalogue-machine = Discul este plin sau nu poate fi scris: catalogul nou nu a fost păstrat.
catalogue-no-root = Terminalul nu știe în ale cui cataloage să aibă încredere. Conectați-l din nou la server.
action-changes-told = Schimbări comunicate persoanei
case-changed = Catalogul s-a schimbat de la ultima vizită
case-changed-line = { $service }: { $parts }
case-changed-tag = Schimbat: { $parts }
case-changed-told = Am spus persoanei
desk-changed = S-a schimbat ceva
change-gone = nu mai este în catalog
change-notice = anunț
change-name = denumirea
change-papers = actele
change-money = sumele
change-term = termenul
change-place = locul
change-deadline = data-limită
change-entitlement = cine are dreptul
change-steps = pașii
change-certainty = ce este confirmat

## Întrebări înainte de ce nu se poate lua înapoi ușor

ask-no = Nu, înapoi
ask-missing = Alegeți unul dintre rânduri.
ask-clear-heading = Ștergem tot și începem din nou?
ask-clear-lead = Răspunsurile dumneavoastră nu se mai văd pe ecran. Le putem șterge sau vă puteți întoarce la ele.
ask-clear-yes = Da, ștergeți tot
ask-clear-soon = Dacă nu apăsați nimic, se șterg singure în 15 secunde.
ask-leave-heading = Ieșiți fără să salvați?
ask-leave-lead = Ce ați scris sau ați bifat aici nu este salvat încă. Dacă ieșiți, se pierde.
ask-leave-yes = Da, ies fără să salvez
ask-exit-heading = Închideți programul?
ask-exit-lead = Vizitatorii nu pot folosi calculatorul până când programul nu este pornit din nou.
ask-exit-yes = Da, închideți programul
ask-close-heading = Închideți cazul?
ask-close-lead = Un caz închis nu se mai schimbă și, după termenul de păstrare, se șterge. Dacă îl închideți din greșeală, îl puteți deschide din nou cu „Corectați”.
ask-close-yes = Da, închideți cazul
ask-end-heading = Cum se încheie cererea?
ask-end-lead = Alegeți cum se încheie cererea fără rezultat. Pe pagina următoare alegeți motivul.
ask-end-reason-heading = De ce se încheie așa?
ask-end-reason-lead = Alegeți motivul. După aceea cererea este încheiată, iar serverul află.
ask-end-reason-yes = Da, încheiați cererea
ask-correct-button = Corectați
ask-correct-heading = Ce s-a notat greșit?
ask-correct-lead = Alegeți rândul care nu este corect. Pe pagina următoare alegeți motivul.
ask-correct-reason-heading = De ce corectați?
ask-correct-reason-lead = Rândul rămâne în registru, iar lângă el se notează că a fost greșit. Totul revine la cum era înainte de el.
ask-correct-reason-yes = Da, corectați
ask-correct-nothing = Aici nu este nimic de corectat.
outbox-correct = Corectați ultima informare
request-end = Încheiați fără rezultat
request-ended = Cererea s-a încheiat fără rezultat. Dacă este nevoie, puteți pregăti alta.
consent-read = Am citit textul cu voce tare
consent-written = Textul este scris sau tipărit în două exemplare
consent-signed = Persoana a semnat ambele exemplare
consent-error-missing = Acordul se salvează numai după ce este citit, scris și semnat. Bifați fiecare rând după ce l-ați făcut.
case-papers-nothing = Nu ați bifat niciun act. Bifați ce ați văzut sau întoarceți-vă.
person-error-long = Numele este prea lung. Scrieți cel mult { $most } de litere.
person-error-sign = Semnul „{ $sign }” nu poate face parte dintr-un nume. Ștergeți-l.
## De ce

reason-person-wish = Așa a dorit persoana
reason-made-by-mistake = Cererea a fost făcută din greșeală
reason-done-alone = Persoana face acest pas singură
reason-no-longer-needed = Nu mai este nevoie
reason-other-office = De aceasta se ocupă alt oficiu
reason-not-available-here = Acum nu se poate face aici
reason-papers-missing = Lipsește un act
reason-not-entitled = Persoana nu are acest drept
reason-fee-too-high = Taxa este prea mare pentru persoană
reason-too-late = S-a cerut prea târziu
reason-provider-other = Alt motiv, de la instituție
reason-colleague-away = Colegul lipsește
reason-colleague-asked = Colegul a rugat
reason-wrong-key = S-a apăsat greșit
reason-wrong-person = Este vorba de altă persoană
reason-wrong-details = S-a scris ceva greșit
reason-repeated = S-a notat de două ori
reason-not-done = De fapt nu s-a făcut

## Istoricul unui caz

history-taken-back = Anulat: { $what }
history-was-taken-back = Anulat pe { $date }.
history-was-changed = Schimbat pe { $date }.
history-submitted = Depusă pe { $date }.
history-paid = Ziua plății: { $date }.
history-value = Scris: „{ $value }”
history-collected = A luat rezultatul: { $collector }. Act: { $paper }.
history-reason = Motivul: { $reason }
history-note = Notă: { $note }

## Cererile unui caz și ce nu se potrivește

recorded-consent-ended = Salvat aici cu numărul { $number }. Persoana este alta, de aceea acordul dinainte nu mai este valabil. Cereți acordul acestei persoane.
person-ends-consent = Ați scris altă persoană decât cea care a dat acordul. Dacă salvați, acordul dinainte nu mai este valabil și trebuie cerut din nou.
case-earlier = Cereri făcute mai înainte
case-earlier-lead = Pasul lor nu mai este în planul de azi. Cererile merg mai departe: le puteți urmări, puteți înmâna rezultatele lor și le puteți încheia.
case-conflict = S-a notat la două birouri ceva ce nu se potrivește
case-conflict-later = { $other } – și la alt birou: { $line }. Acum este valabil ultimul rând. Dacă nu este corect, folosiți „Corectați”.
case-conflict-not-done = { $other } – și la alt birou: { $line }. Al doilea rând nu a schimbat nimic. Hotărâți care este corect și folosiți „Corectați” pentru celălalt.
case-conflict-answers = { $other } – și la alt birou: { $line }. Până când hotărâți care este corect, nu se face nimic în numele persoanei. Întrebați persoana, apoi folosiți „Corectați” pentru rândul greșit.
case-conflict-erasure = S-a cerut la alt birou: { $line }. Aici este în lucru: { $other }. De aceea nu s-a șters nimic. Când cererea se încheie, întrebați persoana dacă mai dorește ștergerea și ștergeți cazul.
case-conflict-alone = S-a notat și nu s-a mai putut face: { $line }.
case-conflict-names = Numele de acum: { $now }. Celălalt nume: { $other }.
case-aside = La acest caz s-a lucrat cu un program mai nou ({ $dates }). Ce s-a făcut atunci este păstrat, dar aici nu se vede.
case-lacking = O parte din acest caz nu poate fi citită aici. Ce se vede este corect, dar poate lipsi ceva. Anunțați administratorul.
desk-conflict = Ceva nu se potrivește
request-earlier = Pasul acestei cereri nu mai este în planul de azi. Cererea merge mai departe.
request-term = Ce termen a fost ales și achitat?
request-term-unknown = Nu se știe
request-term-line = Termenul ales: { $term }
request-expected-unknown = Nu se știe când vine răspunsul.
desk-search = Găsiți un caz
desk-search-hint = Codul de pe bilet, numele, un număr sau serviciul
desk-unknown = Pe acest calculator nu s-a găsit nimic. Verificați ce ați scris sau scrieți mai puțin.
desk-several = S-au găsit mai multe cazuri. Alegeți-l pe cel potrivit din listă.
desk-found = { $count ->
    [one] S-a găsit { $number } caz
    [few] S-au găsit { $number } cazuri
   *[other] S-au găsit { $number } de cazuri
}
desk-nothing-due = Pentru azi nu este nimic urgent. Cazurile deschise sunt mai jos.
desk-with = La { $name }
due-heading = { $why }: { $number }
due-overdue = Răspunsuri care întârzie
due-to-hand-over = Rezultate de înmânat
due-provider-says = Vești de la instituții
due-number-missing = Cereri fără număr de la instituție
due-not-sent = Cereri pregătite, nedepuse
due-consent-ends = Acorduri care expiră
due-changed = Cazuri atinse de schimbări
due-appointments = Programări de azi și de mâine
due-missed = Persoane care nu au venit
due-disputed = De ales ce este corect
due-set-aside = Puse deoparte de server
due-mark-awaited = Așteptat până la { $date }
due-mark-here = Aici din { $date }
due-mark-provider-says = Anunțat pentru { $date }
due-mark-number = Lipsește numărul
due-mark-prepared = Pregătită la { $date }, nedepusă
due-mark-consent = Acordul ține până la { $date }
due-mark-consent-ended = Acordul a expirat la { $date }
due-mark-changed = S-a schimbat ceva
due-mark-today = Azi, ora { $hour }
due-mark-tomorrow = Mâine, ora { $hour }
due-mark-was-expected = Așteptată la { $date }, ora { $hour }
due-mark-disputed = Ceva nu se potrivește
due-mark-set-aside = Nu a fost primit
due-do-overdue = Sunați la instituție și spuneți numărul cererii.
due-do-hand-over = Anunțați persoana și înmânați rezultatul.
due-do-provider-says = Deschideți cererea, comparați și notați ce este adevărat.
due-do-number = Cererea este la instituție. Scrieți numărul primit.
due-do-not-sent = Depuneți cererea sau retrageți-o.
due-do-consent = Cereți acordul din nou la următoarea vizită.
due-do-consent-ended = Fără un acord nou nu se face nimic în numele persoanei.
due-do-changed = Spuneți persoanei ce s-a schimbat.
due-do-expected = Pregătiți cazul pentru vizită.
due-do-missed = Nu s-a notat nimic de atunci. Stabiliți altă zi.
due-do-disputed = Două calculatoare au notat lucruri care nu se potrivesc.
due-no-case = Înregistrări fără caz
refused-fork = { $count ->
    [one] { $number } înregistrare: serverul are altă istorie a acestui calculator. Anunțați operatorul.
    [few] { $number } înregistrări: serverul are altă istorie a acestui calculator. Anunțați operatorul.
   *[other] { $number } de înregistrări: serverul are altă istorie a acestui calculator. Anunțați operatorul.
}
refused-malformed = { $count ->
    [one] { $number } înregistrare nu a putut fi citită de server. Anunțați operatorul.
    [few] { $number } înregistrări nu au putut fi citite de server. Anunțați operatorul.
   *[other] { $number } de înregistrări nu au putut fi citite de server. Anunțați operatorul.
}
refused-terminal = { $count ->
    [one] { $number } înregistrare este a altui calculator sau centru. Anunțați operatorul.
    [few] { $number } înregistrări sunt ale altui calculator sau centru. Anunțați operatorul.
   *[other] { $number } de înregistrări sunt ale altui calculator sau centru. Anunțați operatorul.
}
refused-refused = { $count ->
    [one] { $number } înregistrare nu a fost primită. Se trimite din nou la următoarea pornire.
    [few] { $number } înregistrări nu au fost primite. Se trimit din nou la următoarea pornire.
   *[other] { $number } de înregistrări nu au fost primite. Se trimit din nou la următoarea pornire.
}
refused-damaged = { $count ->
    [one] { $number } înregistrare este deteriorată pe acest disc. Anunțați operatorul.
    [few] { $number } înregistrări sunt deteriorate pe acest disc. Anunțați operatorul.
   *[other] { $number } de înregistrări sunt deteriorate pe acest disc. Anunțați operatorul.
}
refused-other = { $count ->
    [one] { $number } înregistrare a fost pusă deoparte de server. Anunțați operatorul.
    [few] { $number } înregistrări au fost puse deoparte de server. Anunțați operatorul.
   *[other] { $number } de înregistrări au fost puse deoparte de server. Anunțați operatorul.
}
theme-papers = Aduce acte
theme-request = Completează și depune cereri
theme-result = Ia un rezultat
theme-advice = Are întrebări
case-appointment = Programarea
case-holder = Specialistul
case-take-over = Preluați cazul
ask-take-over-heading = Preluați cazul colegului?
ask-take-over-lead = De acum răspundeți dumneavoastră de acest caz. Ce a făcut colegul rămâne notat. Alegeți motivul.
ask-take-over-yes = Preluați cazul
appointment-heading = Când vine persoana data viitoare
appointment-day = Ziua
appointment-day-hint = De exemplu: 24.11.2026 sau „mâine”
appointment-hour = Ora
appointment-hour-hint = De exemplu: 9:30
appointment-theme = Pentru ce vine
appointment-cancel = Anulați programarea
appointment-error-day = Scrieți o zi de azi înainte, cel mult peste un an. De exemplu: 24.11.2026.
appointment-error-hour = Scrieți ora cu cifre. De exemplu: 9:30.
person-name-hint = Ca în act. Un singur nume ajunge.
person-birth = Data nașterii
person-birth-hint = De exemplu: 14.03.1961. Poate rămâne gol.
person-document = Numărul actului străin
person-document-hint = Numai pentru cine nu are IDNP.
person-country = Țara care a eliberat actul
person-country-hint = De exemplu: Ucraina
person-acting = Cine o reprezintă
person-acting-hint = Numele părintelui, tutorelui sau împuternicitului. Gol, dacă vine singură.
person-acting-paper = Actul care dă acest drept
person-acting-paper-hint = De exemplu: certificat de naștere, procură
person-error-birth = Data nașterii nu se înțelege sau nu poate fi adevărată. De exemplu: 14.03.1961.
person-error-document = Numărul actului are de la 4 până la 20 de litere și cifre. Comparați cu actul.
person-error-country = Scrieți țara care a eliberat actul.
person-error-acting-paper = Scrieți actul care arată că are dreptul să reprezinte persoana.
person-doubt-number = Numărul personal pare dat înainte de nașterea persoanei. Comparați amândouă cu actul.
person-doubt-minor = Persoana are sub 18 ani. Scrieți cine o reprezintă.
person-met = Poate că persoana a mai fost aici
person-met-take = Preluați datele în formular
person-met-open = Deschideți acel caz
person-met-number = Același număr personal și același nume.
person-met-document = Același act și același nume.
person-met-other-name = Același număr, dar alt nume. Comparați cu actul.
person-met-birth = Același nume și aceeași dată a nașterii.
person-met-name = Același nume. Întrebați dacă este aceeași persoană.
preview-draft = Ciorna cererii
request-fill = Completați cererea
request-data = Datele cererii
request-draft = Ce s-a completat (nedepus)
request-sent-with = Ce scrie în cererea depusă
request-not-finished = Nu se poate termina aici
form-progress = Completat: { $filled } din { $of }
form-begun = Ciornă începută: { $filled } din { $of }
form-lead = Fiecare răspuns se salvează singur când treceți mai departe.
form-saved = Salvat aici la { $time }. Nedepus.
form-check = Verificați ce ați scris
form-print = Vedeți ciorna pe hârtie
form-optional = { $name } (dacă este)
form-from-person = Din datele persoanei
form-from-answer = Din răspunsurile de la început
form-changed-since = { $sent } – schimbat după depunere: { $now }. Anunțați instituția.
form-term = Termenul ales
form-term-question = În cât timp doriți răspunsul?
form-term-day = până la { $date }, dacă se depune azi
form-price-unknown = prețul nu este cunoscut
form-exemption = Plătește mai puțin
form-exempt-question = Plătește persoana mai puțin?
form-exempt-none = Nu, plătește ca toți
form-error-name = Scrieți numele cu litere, de exemplu: Ana Rusu.
form-error-date = Scrieți ziua cu cifre. De exemplu: 24.11.2026.
form-error-idnp = Numărul personal are 13 cifre. Verificați-l pe buletin, cifră cu cifră.
form-error-choice = Alegeți un răspuns din listă.
form-error-amount = Scrieți suma cu cifre. De exemplu: 260 sau 9,50.
form-error-text = Scrieți cu cuvinte, cel mult 300 de litere.
form-error-missing = Scrieți sau alegeți răspunsul.
check-heading = Verificați cererea
check-unsent = Cererea este numai aici. Nu este depusă la nicio instituție.
check-missing = Lipsește
check-missing-button = Completați ce lipsește
check-done = Este corect
ask-change-heading = De ce schimbați acest răspuns?
ask-change-lead = Cererea a fost pregătită cu răspunsul vechi. Cel vechi rămâne notat, iar cererile nedepuse îl iau pe cel nou.
ask-change-yes = Schimbați răspunsul
ask-not-finished-heading = De ce nu se poate termina aici?
ask-not-finished-lead = Pentru statistică se notează doar serviciul și motivul, fără numele persoanei. Cererea rămâne cum este.
ask-not-finished-yes = Notați motivul

## Acte scanate
case-pages = Acte scanate
scan-heading = Acte scanate
scan-lead = Paginile se păstrează criptat pe acest calculator, cât timp cazul este deschis. Ele se șterg după ce ați înmânat ultimul rezultat sau când închideți cazul.
scan-over = Rezultatele au fost înmânate. Paginile scanate s-au șters și nu se mai păstrează altele la acest caz.
scan-which = Ce act scanați?
scan-other = Alt act
scan-pages = { $count ->
        [0] nicio pagină
        [one] { $number } pagină
        [few] { $number } pagini
       *[other] { $number } de pagini
    }
scan-glass = Scanați foaia de pe sticlă
scan-feeder = Scanați foile din alimentator
scan-put = Câte foi ați pus în alimentator?
scan-put-hint = Dacă scrieți numărul, vedeți dacă au trecut toate.
scan-place = Luați imaginile de pe stick: { $name }
scan-stop = Opriți scanarea
scan-working = Se scanează. { $count ->
        [0] Nicio pagină păstrată încă.
        [one] { $number } pagină păstrată.
        [few] { $number } pagini păstrate.
       *[other] { $number } de pagini păstrate.
    }
scan-came = { $count ->
        [0] Nu a venit nicio pagină.
        [one] { $number } pagină nouă este păstrată.
        [few] { $number } pagini noi sunt păstrate.
       *[other] { $number } de pagini noi sunt păstrate.
    }
scan-fewer = Foi puse: { $put }. Pagini scanate: { $came }. Poate că două foi au trecut împreună. Numărați-le și scanați din nou ce lipsește.
scan-more = Foi puse: { $put }. Pagini scanate: { $came }. Verificați dacă printre ele nu este foaia altcuiva.
scan-kept = Pagini păstrate
scan-none = Nicio pagină încă.
scan-looking = Se caută paginile.
scan-elsewhere = { $count ->
        [one] Încă { $number } pagină este pe alt calculator al centrului. O vedeți numai acolo.
        [few] Încă { $number } pagini sunt pe alt calculator al centrului. Le vedeți numai acolo.
       *[other] Încă { $number } de pagini sunt pe alt calculator al centrului. Le vedeți numai acolo.
    }
scan-closed = { $count ->
        [one] { $number } pagină de aici nu se poate deschide. Scanați din nou foaia.
        [few] { $number } pagini de aici nu se pot deschide. Scanați din nou foile.
       *[other] { $number } de pagini de aici nu se pot deschide. Scanați din nou foile.
    }
scan-room = Toate paginile de pe calculator ocupă { $used } MB. Mai este loc pentru pagini: circa { $pages }.
scan-look = Vedeți pagina
scan-again = Scanați din nou
scan-up = Mutați mai sus
scan-out = Ștergeți pagina
scan-all = Înapoi la toate paginile
scan-page-heading = Pagina { $number }
scan-flaw-dark = Pagina pare prea întunecată. Dacă nu se citește, scanați-o din nou.
scan-flaw-blurred = Literele par neclare. Dacă nu se citesc, scanați pagina din nou.
scan-flaw-cut = Pare că o margine a foii lipsește. Așezați foaia drept și scanați din nou, dacă este așa.
scan-flaw-glare = Lumina pare să acopere o parte a paginii. Dacă nu se citește, scanați-o din nou.
scan-flaw-empty = Pagina pare goală. Poate că foaia este pusă invers: întoarceți-o și scanați din nou.
scan-trouble-no-scanner = Nu se găsește niciun scaner. Vedeți dacă este pornit și dacă firul este pus.
scan-trouble-no-program = Pe acest calculator nu este instalat programul pentru scaner. Spuneți administratorului.
scan-trouble-busy = Scanerul lucrează pentru alt program. Așteptați puțin și încercați din nou.
scan-trouble-cover = Capacul scanerului este deschis. Închideți-l și încercați din nou.
scan-trouble-jam = O foaie s-a blocat în scaner. Scoateți-o cu grijă. Paginile scanate până acum sunt păstrate.
scan-trouble-double = Două foi au intrat împreună. Despărțiți-le și puneți din nou foile care lipsesc.
scan-trouble-feeder = În alimentator nu este nicio foaie, sau scanerul nu are alimentator.
scan-trouble-silent = Scanerul nu mai răspunde. Opriți-l, porniți-l și încercați din nou. Paginile scanate până acum sunt păstrate.
scan-trouble-gone = Legătura cu scanerul s-a întrerupt. Vedeți dacă este pornit și dacă firul este pus.
scan-trouble-denied = Acest cont nu are voie să folosească scanerul. Spuneți administratorului.
scan-trouble-memory = Pe acest calculator nu se poate scana din alimentator. Scanați foile una câte una, pe sticlă.
scan-trouble-unreadable = Un fișier sau o foaie nu s-a putut citi. Luați o imagine JPG sau PNG ori scanați foaia din nou.
scan-for-request = Acte scanate pentru această cerere
scan-trouble-pdf = Fișierele PDF nu se citesc pe acest calculator: lipsește programul poppler-utils, spuneți administratorului. Scanați foaia sau luați o imagine JPG sau PNG.
scan-trouble-pdf-locked = Fișierul PDF este închis cu o parolă. Rugați persoana să-l salveze fără parolă sau scanați foaia.
scan-trouble-pdf-long = Fișierul PDF are mai mult de 100 de pagini. Din el nu s-a luat nimic. Luați un fișier mai scurt sau scanați foile.
scan-trouble-pdf-heavy = Fișierul PDF este prea mare pentru acest calculator. Scanați foaia sau luați o imagine JPG sau PNG.
scan-trouble-pdf-active = Fișierul PDF are în el și altceva decât pagini: un program, un link sau un fișier ascuns. Nimic din acestea nu a pornit. S-au luat numai paginile, ca imagini.
scan-trouble-large = O imagine este prea mare. Scanați foaia aici sau luați o imagine mai mică.
scan-trouble-not-there = Stickul nu se mai găsește. Puneți-l din nou în calculator și încercați încă o dată.
scan-trouble-full = Pe disc nu mai este loc pentru pagini. Închideți cazurile încheiate, apoi încercați din nou.
scan-trouble-not-kept = O pagină nu s-a putut păstra. Scanați-o din nou.
scan-trouble-other = Scanarea s-a oprit. Încercați din nou. Paginile scanate până acum sunt păstrate.
ask-close-pages = Paginile scanate ale acestui caz se șterg.
hand-over-pages = După înmânarea ultimului rezultat, paginile scanate ale acestui caz se șterg.
person-zone-read = Datele s-au citit din rândurile cu semnele „<<<”. Acolo numele sunt fără ă, â, î, ș, ț. Comparați-le cu numele de pe act și corectați.
person-zone-wrong = Actul nu s-a citit bine și nimic nu s-a completat. Treceți-l încă o dată prin cititor sau scrieți de mână.

room-case-gone = Un caz a fost șters la alt calculator al centrului.
room-shared = Cazurile de pe acest calculator sunt și la îndemâna celorlalte calculatoare ale centrului, din { $date }.
room-unshared = { $count ->
    [one] { $number } schimbare dintr-un caz nu este încă la îndemâna celorlalte calculatoare ale centrului
    [few] { $number } schimbări din cazuri nu sunt încă la îndemâna celorlalte calculatoare ale centrului
   *[other] { $number } de schimbări din cazuri nu sunt încă la îndemâna celorlalte calculatoare ale centrului
}
room-shared-last = Ultima legătură cu ele a fost la { $date }.
