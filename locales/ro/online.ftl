# Paginile statului, pentru vizitatori

start-sites = Paginile statului pe internet
sites-heading = Paginile statului pe internet
sites-lead = Alegeți pagina. Deasupra ei rămâne o bandă cu drumul înapoi. La sfârșit ștergem de pe calculator tot ce ați scris.
sites-not-here = Pe acest calculator paginile statului nu se deschid. Alegeți una ca să vedeți adresa ei pentru telefonul dumneavoastră.
sites-none = Lista paginilor nu a ajuns încă pe acest calculator. Întrebați specialistul.
step-online = Deschideți pagina pe internet
online-opening = Pagina se deschide. Poate dura câteva clipe.
online-below = Pagina statului este deschisă sub această bandă. Programul care citește ecranul nu o poate citi: specialistul vă ajută.
online-key = Cu Ctrl+Q treceți de la pagină la bandă și înapoi.
online-back = Înapoi la planul meu
online-back-start = La lista de site-uri
online-more = Mai am nevoie de timp
online-more-short = Mai mult timp
online-left = { $count ->
    [one] mai este { $number } minut
    [few] mai sunt { $number } minute
   *[other] mai sunt { $number } de minute
}
online-papers = { $count ->
    [one] { $number } act păstrat
    [few] { $number } acte păstrate
   *[other] { $number } de acte păstrate
}
online-papers-short = { $count ->
    [one] { $number } act
    [few] { $number } acte
   *[other] { $number } de acte
}
online-qr-caption = Deschideți pagina pe telefonul dumneavoastră: îndreptați camera spre cod.
online-not-here = Pe acest calculator paginile statului nu se deschid. Le puteți deschide pe telefonul dumneavoastră, sau cereți ajutorul specialistului.
online-no-line = Acum nu este internet sau pagina nu răspunde. Încercați mai târziu, sau deschideți pagina pe telefonul dumneavoastră.
online-did-not-start = Pagina s-a închis imediat. Încercați din nou, sau deschideți-o pe telefonul dumneavoastră.
online-closed = Pagina statului este închisă. Ce ați scris acolo s-a șters de pe acest calculator.
online-over = Timpul s-a terminat și pagina statului s-a închis. Ce ați scris acolo s-a șters de pe acest calculator.
online-time-heading = Mai aveți nevoie de timp?
online-time-lead = Pagina statului este încă deschisă, cu tot ce ați scris.
online-time-left = { $count ->
    [one] Pagina se închide peste { $number } secundă.
    [few] Pagina se închide peste { $number } secunde.
   *[other] Pagina se închide peste { $number } de secunde.
}
online-time-end = Am terminat, închideți pagina
online-time-end-how = Ca să închideți pagina acum, apăsați Tab de două ori, apoi Enter.
ask-offline-heading = Închideți pagina statului?
ask-offline-lead = Ce ați trimis acolo rămâne trimis. Ce ați scris și nu ați trimis se șterge, împreună cu actele păstrate.
ask-offline-yes = Da, închideți pagina
ask-offline-no = Rămân pe pagină
kept-heading = Acte păstrate de pe pagina statului
kept-lead = Sunt aici cât timp pagina este deschisă. Tipăriți-le sau luați-le pe un stick: la sfârșit se șterg.
kept-look = Vedeți și tipăriți
kept-other = Nu se poate tipări aici: luați-l pe un stick
kept-none = Încă nu este niciun act.
kept-save = Salvați-le pe stick
kept-saved = Salvate pe stick: { $number }
kept-saved-some = Pe stick s-au salvat numai: { $number }. Mai jos scrie care nu.
kept-left = Nu s-au salvat: { $names }. Faceți loc pe stick sau puneți altul și apăsați din nou.
kept-no-stick = Nu s-a salvat: puneți un stick cu loc liber și încercați din nou.
kept-back = Înapoi la pagina statului
preview-kept = Act de pe pagina statului
portal-switched-off = Pe acest calculator paginile statului sunt oprite în setări.
