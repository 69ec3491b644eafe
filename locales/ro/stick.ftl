## Un stick între calculatoarele unui centru

desk-stick = Stick: ia cu tine, adu
stick-heading = Cu stickul între calculatoare
stick-lead = Pentru calculatoarele fără legătură: stickul duce înregistrările, cazurile și catalogul între calculatoarele centrului. Ce este pe el pot citi numai calculatoarele centrului.
stick-looking = Se caută un stick…
stick-none = Nu este introdus niciun stick. Introduceți unul, așteptați puțin, apoi apăsați „Caută din nou”.
stick-look = Caută din nou
stick-which = Care stick
stick-is = Stick: { $name }
stick-busy = Se lucrează cu stickul. Nu îl scoateți până nu scrie aici că este gata.
stick-take-heading = Înainte de plecare
stick-take-words = Pune pe stick ce așteaptă aici să fie trimis, cazurile deschise și cel mai nou catalog.
stick-take = Luați cu dumneavoastră
stick-bring-heading = La sosire
stick-bring-words = Preia de pe stick ce au pus celelalte calculatoare. Se trimite mai departe la server când este legătură.
stick-bring = Aduceți de pe stick

stick-along = Este pe stick și a fost citit înapoi
stick-along-entries = { $count ->
    [one] { $number } înregistrare care așteaptă serverul
    [few] { $number } înregistrări care așteaptă serverul
   *[other] { $number } de înregistrări care așteaptă serverul
}
stick-along-others = { $count ->
    [one] { $number } pachet al altui calculator, dus mai departe
    [few] { $number } pachete ale altor calculatoare, duse mai departe
   *[other] { $number } de pachete ale altor calculatoare, duse mai departe
}
stick-along-answers = { $count ->
    [one] { $number } răspuns al serverului pentru alt calculator
    [few] { $number } răspunsuri ale serverului pentru alte calculatoare
   *[other] { $number } de răspunsuri ale serverului pentru alte calculatoare
}
stick-along-shared = { $count ->
    [one] { $number } pachet cu cazurile și oamenii centrului
    [few] { $number } pachete cu cazurile și oamenii centrului
   *[other] { $number } de pachete cu cazurile și oamenii centrului
}
stick-along-catalogue = Catalogul numărul { $number }
stick-along-after = Puteți scoate stickul. La celălalt calculator apăsați „Aduceți de pe stick”. Totul rămâne și aici până când serverul spune că a primit.

stick-brought = S-a preluat de pe stick
stick-brought-some = S-a preluat de pe stick, dar nu tot
stick-brought-known = Tot ce este pe stick se știe deja aici
stick-brought-empty = Pe acest stick nu este nimic de la alt calculator al centrului
stick-brought-not = De pe acest stick nu s-a preluat nimic
stick-brought-requests = { $count ->
    [one] { $number } pachet pentru server; se trimite când este legătură
    [few] { $number } pachete pentru server; se trimit când este legătură
   *[other] { $number } de pachete pentru server; se trimit când este legătură
}
stick-brought-received = { $count ->
    [one] { $number } înregistrare a acestui calculator a fost primită de server
    [few] { $number } înregistrări ale acestui calculator au fost primite de server
   *[other] { $number } de înregistrări ale acestui calculator au fost primite de server
}
stick-brought-operations = { $count ->
    [one] { $number } pas de lucru în cazuri
    [few] { $number } pași de lucru în cazuri
   *[other] { $number } de pași de lucru în cazuri
}
stick-brought-left = { $count ->
    [one] { $number } pas de lucru în cazuri nu se deschide cu cheile dumneavoastră și rămâne pe stick
    [few] { $number } pași de lucru în cazuri nu se deschid cu cheile dumneavoastră și rămân pe stick
   *[other] { $number } de pași de lucru în cazuri nu se deschid cu cheile dumneavoastră și rămân pe stick
}
stick-brought-people = { $count ->
    [one] { $number } schimbare la cine lucrează aici
    [few] { $number } schimbări la cine lucrează aici
   *[other] { $number } de schimbări la cine lucrează aici
}
stick-brought-catalogue = Un catalog mai nou, numărul { $number }
stick-torn = { $count ->
    [one] Fișierul de la { $number } calculator este deteriorat: stickul a fost scos prea devreme. Luați din nou de acolo.
    [few] Fișierele de la { $number } calculatoare sunt deteriorate: stickul a fost scos prea devreme. Luați din nou de acolo.
   *[other] Fișierele de la { $number } de calculatoare sunt deteriorate: stickul a fost scos prea devreme. Luați din nou de acolo.
}
stick-foreign = { $count ->
    [one] { $number } fișier este al altui centru sau are o cheie pe care acest calculator nu o are. A rămas neatins.
    [few] { $number } fișiere sunt ale altui centru sau au o cheie pe care acest calculator nu o are. Au rămas neatinse.
   *[other] { $number } de fișiere sunt ale altui centru sau au o cheie pe care acest calculator nu o are. Au rămas neatinse.
}
stick-newer = { $count ->
    [one] { $number } fișier a fost scris cu o versiune mai nouă a programului. Cereți actualizarea acestui calculator.
    [few] { $number } fișiere au fost scrise cu o versiune mai nouă a programului. Cereți actualizarea acestui calculator.
   *[other] { $number } de fișiere au fost scrise cu o versiune mai nouă a programului. Cereți actualizarea acestui calculator.
}

stick-gone = Stickul nu mai este introdus sau a fost scos prea devreme. Introduceți-l din nou și apăsați încă o dată. Nimic nu s-a pierdut: totul este încă pe acest calculator.
stick-full = Stickul este plin. Ștergeți ceva de pe el sau luați altul. Totul este încă pe acest calculator.
stick-protected = Pe acest stick nu se poate scrie. Mutați blocarea mică de pe el, dacă are, sau luați alt stick.
stick-bad = Stickul nu dă înapoi ce s-a scris pe el. Luați alt stick. Totul este încă pe acest calculator.
stick-machine = Calculatorul nu a reușit. Încercați din nou.
stick-disk-full = Discul acestui calculator este plin, de aceea nu se poate prelua nimic. Spuneți administratorului. Ce este pe stick rămâne acolo.
stick-not-enrolled = Acest calculator nu aparține încă unui centru. Mai întâi configurați-l.
outbox-stick = { $count ->
    [one] { $number } dintre ele este în drum și cu stickul
    [few] { $number } dintre ele sunt în drum și cu stickul
   *[other] { $number } dintre ele sunt în drum și cu stickul
}
outbox-stick-since = În drum cu stickul din { $date }
