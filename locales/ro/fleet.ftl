# Calculatoarele centrelor, pentru cine are grijă de ele.
fleet-signed-nothing = Nu s-a publicat niciun catalog: calculatoarele merg după cel cu care au venit.
fleet-signed = Catalogul { $number } este semnat până la { $date }.
fleet-signed-soon = Catalogul { $number } este semnat numai până la { $date }. Rugați redactorii să semneze acum, apoi publicați-l.
fleet-signed-ended = Semnătura catalogului { $number } s-a încheiat la { $date }, iar vizitatorii văd că este vechi. Rugați redactorii să semneze acum, apoi publicați-l.
fleet-needs = Ce este de făcut
fleet-all-well = Niciun calculator nu cere ceva acum.
fleet-when = Când
fleet-what = Ce s-a întâmplat și ce e de făcut
fleet-note = Notă
fleet-now = Acum
fleet-soon = Zilele acestea
fleet-known = De știut
fleet-all = Toate calculatoarele
fleet-up = Ultima trimitere
fleet-down = Ultimul răspuns primit
fleet-catalogue = Catalogul
fleet-waiting = Așteaptă să plece
fleet-disk = Disc plin
fleet-more = Încă { $number }: cups-hub fleet le arată pe toate.
fleet-never-heard =
    { $days ->
        [one] Este înscris și nu s-a auzit nimic de la el, de o zi întreagă de lucru. Sunați la centru.
        [few] Este înscris și nu s-a auzit nimic de la el, de { $days } zile întregi de lucru. Sunați la centru.
       *[other] Este înscris și nu s-a auzit nimic de la el, de { $days } de zile întregi de lucru. Sunați la centru.
    }
fleet-silent =
    { $days ->
        [one] Nu s-a auzit nimic de o zi întreagă de lucru. Sunați la centru: este pornit, are legătură, nu a fost furat?
        [few] Nu s-a auzit nimic de { $days } zile întregi de lucru. Sunați la centru: este pornit, are legătură, nu a fost furat?
       *[other] Nu s-a auzit nimic de { $days } de zile întregi de lucru. Sunați la centru: este pornit, are legătură, nu a fost furat?
    }
fleet-waits =
    { $days ->
        [one] Are legătură, dar { $entries } înregistrări așteaptă acolo de o zi de lucru. La calculator, cups-kiosk doctor spune de ce.
        [few] Are legătură, dar { $entries } înregistrări așteaptă acolo de { $days } zile de lucru. La calculator, cups-kiosk doctor spune de ce.
       *[other] Are legătură, dar { $entries } înregistrări așteaptă acolo de { $days } de zile de lucru. La calculator, cups-kiosk doctor spune de ce.
    }
fleet-disk-full = Discul este plin { $full } %. Trebuie făcut loc: pe un disc plin nu se mai poate lucra.
fleet-old-catalogue = Merge după catalogul { $number }, nu după { $published }. La calculator, cups-kiosk sync --once spune de ce.
fleet-old-signature = Semnătura catalogului său s-a încheiat la { $date }. La calculator, cups-kiosk sync --once spune de ce nu vine altul.
fleet-set-aside = { $events } înregistrări nu au putut fi primite: cups-hub set-aside le arată.
fleet-clock = Ceasul lui o ia înainte cu { $hours } ore. Trebuie potrivit.
fleet-old-version = Are un program mai vechi decât { $newest }. Acolo, cups-kiosk-update status spune de ce.
fleet-back = Înapoi la calculatoare
fleet-no-computer = Serverul nu cunoaște un astfel de calculator. Alegeți-l din lista calculatoarelor.
fleet-computer-of = Un calculator de la { $centre }
fleet-known-of = Ce se știe despre el
fleet-enrolled = Înscris
fleet-note-text = Nota dumneavoastră
fleet-note-hint = Cel mult { $number } de litere; se vede în lista calculatoarelor. Fără date despre vizitatori. Dacă o lăsați goală, nota se șterge.
fleet-note-save = Păstrați nota
fleet-note-saved = Nota s-a păstrat.
fleet-note-gone = Calculatorul nu mai are notă.
fleet-note-by = { $who }, { $time }
fleet-no-note = Nota este prea lungă. Scurtați-o la cel mult { $number } de litere. Nu s-a schimbat nimic.
fleet-shut-out-heading = Calculatorul a fost furat sau pierdut?
fleet-shut-out-lead = Puteți să-l excludeți: serverul nu-i mai vorbește. Pe pagina următoare scrie ce se întâmplă și vă mai întreabă o dată.
fleet-shut-out-way = Excludeți calculatorul…
fleet-shut-out-ask = Excludeți acest calculator?
fleet-shut-out-line = Serverul nu mai primește nimic de la el și nu-i mai trimite nimic.
fleet-shut-out-stays = Ce a trimis până acum rămâne la server și se numără mai departe.
fleet-shut-out-none-waits = Când s-a auzit ultima dată de la el, nu avea nimic netrimis. Ce a scris de atunci rămâne numai pe el.
fleet-shut-out-waits = Când s-a auzit ultima dată de la el, avea înregistrări netrimise: { $number }. Ele rămân numai pe el și nu mai ajung la server.
fleet-shut-out-may-wait = Ce nu a trimis încă rămâne numai pe el și nu mai ajunge la server.
fleet-shut-out-room = Celelalte calculatoare ale centrului află și nu mai schimbă cu el dosare și oameni.
fleet-shut-out-for-good = Nu se poate reveni. Calculatorul mai poate lucra numai ca unul nou: cu înregistrările șterse și cu un cod nou.
fleet-shut-out-yes = Excludeți-l definitiv
fleet-shut-out-no = Nu, lăsați-l cum este
fleet-shut-out-done = Calculatorul este exclus. Dacă în locul lui vine altul, faceți-i un cod nou.
fleet-is-shut-out = Acest calculator este exclus: serverul nu-i mai vorbește.

new-codes-way = Faceți coduri pentru calculatoare noi
new-codes-title = Coduri pentru calculatoare noi
new-codes-lead = Pentru fiecare calculator al centrului care nu este încă înscris se face o foaie cu un cod. Codul înscrie un singur calculator, o singură dată, și se poate folosi { $days } zile.
new-codes-others = Pentru mai multe centre deodată sau pentru un centru care nu este în catalog: cups-hub hand-out, pe server.
new-codes-no-catalogue = Nu s-a publicat niciun catalog, deci serverul nu cunoaște centrele. Publicați catalogul sau faceți codurile pe server: cups-hub hand-out.
new-codes-choose = Alegeți centrul
new-codes-computers = Câte calculatoare are centrul
new-codes-computers-hint = Toate, și cele înscrise deja; de la 1 la 20.
new-codes-address = Adresa serverului pentru calculatoare
new-codes-address-hint = Cea la care ajung centrele, de exemplu https://hub.example.md
new-codes-again = Foile de mai înainte s-au pierdut: faceți coduri noi, iar cele nefolosite nu mai sunt bune
new-codes-make = Faceți codurile
new-codes-made =
    { $number ->
        [one] O foaie de tipărit
        [few] { $number } foi de tipărit
       *[other] { $number } de foi de tipărit
    }
new-codes-once = Foile se văd o singură dată. Tipăriți-le acum, înainte de a pleca de pe această pagină.
new-codes-print = Tipăriți pagina (Ctrl+P): fiecare foaie începe pe o pagină nouă.
new-codes-give = Duceți fiecare foaie la calculatorul ei. Cine o are poate înscrie un calculator.
new-codes-keep = Ultima foaie, cu codurile de rezervă, o păstrați la agenție.
new-codes-nothing = Nu era de făcut niciun cod: fiecare calculator al centrului este înscris sau are un cod care așteaptă. Dacă foile s-au pierdut, bifați mai jos și faceți altele.
new-codes-shown = Foile au fost arătate deja sau au trecut mai mult de zece minute. Dacă nu le aveți, faceți coduri noi și bifați că foile s-au pierdut.
new-codes-no-key = Serverul nu are încă o cheie a operatorului, fără ea nu se înscrie nimeni. Pe server: cups-hub operator-key.
new-codes-no-centre = Alegeți un centru din listă. Nu s-a făcut niciun cod.
new-codes-no-number = Scrieți câte calculatoare are centrul, de la 1 la { $number }. Nu s-a făcut niciun cod.
new-codes-no-address = Adresa serverului nu este bună: trebuie să fie ca https://hub.example.md, fără spații. Nu s-a făcut niciun cod.
