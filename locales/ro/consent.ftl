## Textul citit cu voce tare și semnat

consent-aloud-who = Vă ajută { $centre }. Orice specialist de aici poate continua.
consent-aloud-event = Despre ce este vorba: „{ $event }”.
consent-aloud-follow = Despre ce este vorba: „{ $event }” și ce urmează din aceasta.
consent-aloud-provider = Despre ce este vorba: „{ $event }”. Numai ce se face la: { $provider }.
consent-aloud-may = Ne dați voie:
consent-aloud-read = – să vedem ce date are statul despre dumneavoastră și cum stau cererile;
consent-aloud-contact = – să vorbim cu instituția despre cererile dumneavoastră;
consent-aloud-act = – să pregătim cererile, să le depunem, să notăm plata și să primim rezultatul.
consent-aloud-only = Altceva nu facem.
consent-aloud-until = Acordul ține până { $until }, cu tot cu această zi.
consent-aloud-no = Puteți spune nu. Vă explicăm oricum ce aveți de făcut.
consent-aloud-revoke = Puteți retrage acordul oricând. Ne spuneți, și nu mai facem nimic în numele dumneavoastră.
consent-aloud-sign = Semnați două hârtii. Una este a dumneavoastră, cealaltă rămâne la noi.

## Ce se alege

consent-only-provider = Numai la: { $provider }
consent-verbs = Ce putem face
consent-verb-read = Vedem datele
consent-verb-contact = Vorbim cu instituția
consent-verb-act = Facem cererile
consent-chosen = Până la altă zi
consent-day = Ultima zi a acordului
consent-who-signs = În ce calitate semnează { $name }
consent-signer-person = Persoana însăși
consent-signer-parent = Părinte
consent-signer-guardian = Tutore sau curator
consent-signer-empowered = Reprezentant cu procură
consent-signs = Semnează
consent-power = Codul împuternicirii MPower
consent-power-hint = 16 cifre. { $acting } poate acționa pentru { $person }. Poate rămâne gol. Codul nu se verifică aici: verificați-l pe mpower.gov.md.
consent-power-unverified = { $code }, neverificat încă
consent-minor = Persoana nu are 18 ani și nu este scris cine o reprezintă. Apăsați F2 și scrieți părintele sau tutorele.
consent-refuse = Persoana nu este de acord
consent-error-verbs = Bifați cel puțin un lucru pe care îl putem face. Dacă persoana nu vrea nimic, apăsați „Persoana nu este de acord”.
consent-error-day = Scrieți o zi de azi înainte, cel mult peste cinci ani.
consent-error-power = Codul MPower are 16 cifre. Comparați cu ce a primit persoana sau lăsați câmpul gol.
consent-error-signer = Nu este scris cine reprezintă persoana. Apăsați F2 și scrieți numele și actul.

## Ce este valabil

consent-matter-event = Tot evenimentul
consent-line = { $matter }: { $verbs }. Până la { $date } inclusiv
consent-line-ended = { $matter }: a expirat după { $date }
consent-line-revoked = { $matter }: nu mai este valabil din { $date }
consent-refused = Nu a fost de acord la { $date }: dați numai informații
consents-heading = La ce a fost de acord persoana
consents-lead = Alegeți rândul. Pentru reînnoire, textul se citește și se semnează din nou. Retragerea este valabilă imediat.
consents-renew = Reînnoiți acordul ales
consents-revoke = Retrageți acordul ales
consents-another = Alt acord
lack-refused = Persoana nu a fost de acord la { $date }. Explicați-i ce are de făcut; în numele ei nu faceți nimic.
lack-ended = Acordul a ținut până la { $date }. Pentru acest pas cereți-l din nou.
lack-revoked = Acordul nu mai este valabil din { $date }. Fără un acord nou nu se face nimic în numele persoanei.
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
own-heading = Ce păstrăm despre această persoană
own-held = Datele din acest caz
own-print = Tipăriți pentru persoană
own-owed = Încă nu se poate șterge: aceste cereri nu sunt încheiate. Înmânați rezultatul sau notați că persoana a retras cererea.
own-erase = Ștergeți tot, la dorința persoanei
held-answers = Răspunsuri la întrebări
held-filled = Câmpuri completate în cereri
held-history = Rânduri în istoria cazului
held-rule = Temeiul: acordul persoanei și legea privind protecția datelor cu caracter personal. Persoana poate cere ștergerea oricărui specialist al centrului.
held-journal = Nu se pot șterge: însemnările din registru, fără nume, după care se numără cererile, și partea lor închisă, pe care o poate citi numai operatorul serverului CUPS. Pentru ea se cere ștergerea la operator.
ask-erase-heading = Ștergeți tot ce este în acest caz?
ask-erase-lead = Se șterg de aici numele, acordurile, cererile și actele scanate. Nu se pot aduce înapoi. În registru rămâne numai că a fost șters un caz, fără nume. Alegeți motivul.
ask-erase-yes = Da, ștergeți tot
