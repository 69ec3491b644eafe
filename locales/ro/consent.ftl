## Textul citit cu voce tare și semnat

consent-aloud-who = Vă ajută { $centre }. Orice specialist al centrului poate continua.
consent-aloud-event = Despre ce este vorba: „{ $event }”.
consent-aloud-follow = Despre ce este vorba: „{ $event }” și ce urmează din aceasta.
consent-aloud-provider = Despre ce este vorba: „{ $event }”. Numai ce se face la: { $provider }.
consent-aloud-may = Ne dați voie:
consent-aloud-read = – să vedem ce date are statul despre dumneavoastră și cum stau cererile;
consent-aloud-contact = – să vorbim cu instituția despre cererile dumneavoastră;
consent-aloud-act = – să pregătim cererile, să le depunem, să notăm plata și să primim rezultatul.
consent-aloud-only = Altceva nu facem.
consent-aloud-until = Acordul ține până { $until }, inclusiv.
consent-aloud-no = Puteți spune nu. Vă explicăm oricum ce aveți de făcut.
consent-aloud-revoke = Puteți retrage acordul oricând. Ne spuneți, și nu mai facem nimic în numele dumneavoastră. Ce s-a depus deja rămâne la instituție.
consent-aloud-sign = Semnați două hârtii. Una este a dumneavoastră, cealaltă rămâne la noi.

## Ce se alege

consent-only-provider = Numai la: { $provider }
consent-verbs = Ce putem face
consent-verb-read = Vedem datele
consent-verb-contact = Vorbim cu instituția
consent-verb-act = Facem cererile
consent-chosen = Până la altă zi
consent-day = Ultima zi a acordului
consent-who-signs = Cine semnează (reprezentant: { $name })
consent-signer-person = Persoana însăși
consent-signer-parent = Părinte
consent-signer-guardian = Tutore sau curator
consent-signer-empowered = Reprezentant cu procură
consent-signs = Semnează
consent-power = Codul împuternicirii MPower
consent-power-hint = 16 cifre. Codul prin care { $person } împuternicește pe { $acting }. Poate rămâne gol. Aici codul nu se verifică: verificați-l pe mpower.gov.md.
consent-power-unverified = { $code }, neverificat încă
consent-minor = Persoana nu are 18 ani și nu este scris cine o reprezintă. Apăsați F2 și scrieți părintele sau tutorele.
consent-refuse = Persoana nu este de acord
consent-error-verbs = Bifați cel puțin un lucru pe care îl putem face. Dacă persoana nu vrea nimic, apăsați „Persoana nu este de acord”.
consent-error-day = Scrieți o zi de azi înainte, cel mult peste cinci ani.
consent-error-power = Codul MPower are 16 cifre. Comparați cu ce a primit persoana sau lăsați câmpul gol.
consent-error-signer = Nu este scris cine reprezintă persoana. Apăsați F2 și scrieți numele și actul.

## Ce este valabil

consent-matter-event = Tot evenimentul
consent-line = { $matter }: { $verbs }. Până la { $date } inclusiv
consent-line-ended = { $matter }: a expirat după { $date }
consent-line-revoked = { $matter }: nu mai este valabil din { $date }
consent-refused = La { $date } persoana nu a fost de acord: numai informații
consents-heading = La ce a fost de acord persoana
consents-lead = Alegeți rândul. Pentru reînnoire, textul se citește și se semnează din nou. Retragerea este valabilă imediat.
consents-renew = Reînnoiți acordul ales
consents-revoke = Retrageți acordul ales
consents-another = Alt acord
lack-refused = La { $date } persoana a spus că nu este de acord. Explicați-i ce are de făcut; în numele ei nu faceți nimic.
lack-ended = Acordul a ținut până la { $date }. Pentru acest pas cereți-l din nou.
lack-revoked = Acordul a fost retras la { $date }. Fără un acord nou nu se face nimic în numele persoanei.
lack-verb = Persoana a fost de acord, dar nu să facem cereri în numele ei. Pentru acest pas cereți și acest acord.
lack-matter = Acordul persoanei este pentru alte instituții. Pentru acest serviciu cereți-l separat.
leaf-sign-parent = Semnătura părintelui
leaf-sign-guardian = Semnătura tutorelui sau a curatorului
leaf-sign-empowered = Semnătura reprezentantului
action-consent-revoked = Acord retras
action-consent-refused = Persoana nu a fost de acord
action-case-erased = Caz șters la dorința persoanei

## Datele persoanei la centru

case-own = Ce date se păstrează
held-heading = Ce păstrăm despre această persoană
own-held = Datele din acest caz
own-print = Tipăriți pentru persoană
own-owed = Încă nu se poate șterge: aceste cereri nu sunt încheiate. Înmânați rezultatul sau notați că persoana a retras cererea.
own-erase = Ștergeți tot, la dorința persoanei
held-answers = Răspunsuri la întrebări
held-filled = Câmpuri completate în cereri
held-history = Rânduri în istoria cazului
held-rule = Temeiul: acordul persoanei și legea privind protecția datelor cu caracter personal. Ștergerea se poate cere la orice specialist al centrului.
held-journal = Aici nu se pot șterge rândurile din registru: nu au nume, și după ele se numără cererile. Partea lor criptată o poate citi numai operatorul serverului CUPS. Ștergerea ei se cere de la operator.
ask-erase-heading = Ștergeți tot ce este în acest caz?
ask-erase-lead = Se șterg de aici numele, acordurile, cererile și actele scanate. Nu se pot aduce înapoi. În registru rămân rândurile fără nume și însemnarea că acest caz a fost șters. Alegeți motivul.
ask-erase-yes = Da, ștergeți tot
consent-error-holds = Persoana a fost de acord și acel acord este valabil. Dacă nu mai este de acord, retrageți-l din lista acordurilor: F3.
consent-first = Întâi alegeți
