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
