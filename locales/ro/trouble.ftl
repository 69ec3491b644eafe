# Ce se spune când ceva nu merge: pagina unui program care nu poate porni și de ce nu se trimite nimic.

## Pagina unui program care nu poate porni

trouble-place = Centrul unificat de prestare a serviciilor publice
trouble-heading = Ghidul nu poate porni
trouble-folder = Ghidul nu poate deschide locul de pe acest calculator în care își ține fișierele. Nu este vina dumneavoastră.
trouble-unreadable = Ghidul nu își poate citi setările de pe acest calculator. Nu este vina dumneavoastră.
trouble-settings = În setările ghidului de pe acest calculator este o greșeală. Nu este vina dumneavoastră.
trouble-centre = Setările acestui calculator numesc un centru pe care ghidul nu îl cunoaște. Nu este vina dumneavoastră.
trouble-root = Fișierul după care ghidul își verifică informațiile lipsește sau nu este cel bun. Nu este vina dumneavoastră.
trouble-catalogue = Informațiile despre servicii sunt deteriorate pe acest calculator. Nu este vina dumneavoastră.
trouble-other = Ghidul este deja deschis în altă fereastră pe acest calculator.
trouble-do = Ce e de făcut
trouble-call = Cereți ajutorul specialistului din centru. Specialist: sunați administratorul și spuneți codul { $code }. După ce s-a reparat, apăsați butonul.
trouble-other-do = Continuați în cealaltă fereastră. Dacă nu o vedeți, așteptați puțin și apăsați butonul. Dacă nu ajută, specialistul sună administratorul și spune codul { $code }.
trouble-retry = Încercați din nou
trouble-same = S-a încercat din nou ({ $number }). Încă nu s-a schimbat nimic.
trouble-administrator = Pentru administrator

## Înștiințarea din locul ferestrei, când ghidul s-a închis de mai multe ori sau nu poate fi pornit deloc

notice-falls = Ghidul s-a deschis și s-a închis singur de mai multe ori. Nu este vina dumneavoastră. Ce era salvat a rămas salvat.
notice-missing = Ghidul nu poate fi deschis pe acest calculator. Nu este vina dumneavoastră. Ce era salvat a rămas salvat.
notice-call = Cereți ajutorul specialistului din centru. Specialist: sunați administratorul și spuneți codul { $code }.
notice-itself = Calculatorul încearcă singur din nou la fiecare jumătate de minut. Când ghidul se deschide, pagina aceasta dispare.

## De ce specialiștii nu se pot conecta, iar vizitatorii pot continua

closed-identity = Specialiștii nu pot intra: fișierul care spune ce calculator este acesta nu poate fi citit. Vizitatorii pot continua. Sunați administratorul și spuneți codul K-31.
closed-newer = Specialiștii nu pot intra: înregistrările au fost făcute de un program mai nou. Vizitatorii pot continua. Cereți administratorului să actualizeze programul și spuneți codul K-32.
closed-foreign = Specialiștii nu pot intra: fișierul cu înregistrări este al altui program. Vizitatorii pot continua. Sunați administratorul și spuneți codul K-33.
closed-write = Specialiștii nu pot intra: pe discul acestui calculator nu se poate scrie. Vizitatorii pot continua. Sunați administratorul și spuneți codul K-34.
closed-full = Specialiștii nu pot intra: discul acestui calculator este plin. Vizitatorii pot continua. Faceți loc pe disc sau sunați administratorul, codul K-35, apoi porniți programul din nou.
closed-damaged = Specialiștii nu pot intra: fișierul cu înregistrări nu poate fi citit. Vizitatorii pot continua. Sunați administratorul și spuneți codul K-36.
closed-busy = Specialiștii nu pot intra: alt program folosește înregistrările. Vizitatorii pot continua. Așteptați să se încheie, apoi porniți programul din nou. Codul K-37.
records-error-identity = Nu s-a salvat: fișierul care spune ce calculator este acesta nu poate fi citit. Sunați administratorul și spuneți codul K-31.

## De ce nu se trimite nimic și ce e de făcut

sync-no-hub = Serverul nu răspunde acum
sync-no-relay = Calculatorul de legătură din sală nu răspunde acum
sync-no-line-behind = Calculatorul de legătură din sală nu are acum legătură cu serverul
desk-disk = Discul acestui calculator este plin în proporție de { $percent } %. Eliberați loc sau chemați administratorul.
desk-disk-days = Discul acestui calculator este plin în proporție de { $percent } %. Cum se lucrează acum, locul ajunge pentru { $days ->
    [one] { $days } zi
    [few] { $days } zile
   *[other] { $days } de zile
}. Eliberați loc sau chemați administratorul.
desk-off = De pe acest calculator nimic nu se trimite de la sine: așa este setat. „Trimiteți acum” este la „Vedeți ce s-a trimis”.
sync-held-up = Nu se trimite nimic
sync-switched-off = Trimiterea de la sine este oprită
sync-relay-holds = Calculatorul de legătură din sală nu trimite de la sine
reason-line = Acum nu este legătură. Verificați cablul sau modemul. Când legătura revine, încercați din nou.
reason-refused = Calculatorul serverului nu acceptă legătura. Așteptați puțin. Dacă durează, cereți administratorului să verifice adresa și serverul.
reason-name = Serverul nu este găsit după nume. Verificați legătura. Dacă alte pagini se deschid, cereți administratorului să verifice adresa serverului.
reason-address = Aceasta nu este o adresă de server. Ea începe cu https:// sau http://
reason-certificates = Acest calculator nu are certificate, iar fără ele nu există legătură sigură. Cereți administratorului să le instaleze (ca-certificates).
reason-untrusted = Serverul arată un certificat în care acest calculator nu are încredere. Nu continuați. Sunați administratorul: autoritatea care a dat certificatul nu este cunoscută aici.
reason-ran-out = Certificatul serverului a expirat sau ceasul acestui calculator este greșit. Verificați întâi data și ora de pe calculator. Dacă sunt corecte, sunați administratorul.
reason-not-yet = Certificatul serverului nu este încă valabil sau ceasul acestui calculator este greșit. Verificați întâi data și ora de pe calculator. Dacă sunt corecte, sunați administratorul.
reason-other-name = Certificatul serverului este pentru alt nume. Verificați adresa serverului. Dacă este corectă, sunați administratorul.
reason-not-tls = Cine răspunde la această adresă nu vorbește prin legătură sigură. Cereți administratorului să verifice adresa și portul.
reason-tls = Calculatorul și serverul nu se pot înțelege asupra unei legături sigure. Sunați administratorul.
reason-not-http = Cine răspunde la această adresă nu este un server de-al nostru. Poate că adresa trebuie să înceapă cu https://. Cereți administratorului să o verifice.
reason-page = În locul serverului răspunde o pagină a rețelei, ca acolo unde trebuie întâi să intrați în Wi-Fi. Intrați în rețea sau întrebați pe cine o administrează, apoi încercați din nou.
reason-not-hub = La adresa serverului răspunde altceva. Cereți administratorului să verifice adresa.
reason-plain-http = Această adresă începe cu http://, iar pe drum oricine ar putea citi și schimba ce se trimite. Scrieți adresa cu https:// sau întrebați administratorul.
reason-other-key = La adresa serverului răspunde cineva care nu are cheia lui. Nu continuați. Sunați administratorul: nimic nu s-a pierdut, înregistrările rămân aici.
reason-path = La această adresă nu este un server CUPS. Scrieți adresa fără ce urmează după nume sau întrebați administratorul.
reason-password = Cine răspunde la această adresă cere o parolă. Cereți administratorului să verifice adresa și setările serverului.
reason-hub-down = Serverul nu funcționează acum. Se încearcă din nou de la sine. Dacă durează, spuneți administratorului.
reason-later = Serverul este prea ocupat și cere să revenim mai târziu. Se încearcă din nou de la sine.
reason-unknown = Serverul nu cunoaște acest calculator. Cereți administratorului să îl conecteze din nou cu un cod nou.
reason-revoked = Administratorul a oprit accesul acestui calculator: serverul nu mai primește nimic de la el. Sunați administratorul înainte de a lucra mai departe.
reason-taken = Serverul cunoaște alt calculator cu același nume. Poate că discul a fost copiat. Sunați administratorul.
reason-too-large = Serverul nu primește ce se trimite, pentru că este prea mare. Sunați administratorul.
reason-not-understood = Serverul nu înțelege acest program. Cereți administratorului să le actualizeze pe amândouă.
reason-not-enrolled = Acest calculator nu este conectat la server. Sunați administratorul.
reason-disk-full = Discul acestui calculator este plin. Faceți loc pe disc sau sunați administratorul.
reason-not-writable = Pe discul acestui calculator nu se poate scrie. Sunați administratorul.
reason-records = O parte din ce s-a salvat aici nu poate fi citită și nu se trimite. Sunați administratorul.
reason-busy = Alt program folosește înregistrările. Se încearcă din nou de la sine.
reason-relay-silent = Calculatorul de legătură din sală nu răspunde. Verificați dacă este pornit și dacă este în aceeași rețea. Nimic nu s-a pierdut: înregistrările rămân aici și se trimit când răspunde.
reason-relay-other = În locul calculatorului de legătură din sală răspunde altceva, sau el a fost instalat din nou. Nu se trimite nimic. Cereți administratorului să îi citească din nou codul pe acest calculator.
reason-relay-holds = Calculatorul de legătură din sală nu trimite de la sine: așa este setat. Nimic nu s-a pierdut: înregistrările sunt păstrate acolo și aici. Apăsați „Trimiteți acum” ca să plece.
