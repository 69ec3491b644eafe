# Pregătirea acestui calculator: o întrebare pe pagină.

set-up-place = Pregătirea calculatorului: pasul { $number } din { $of }
set-up-place-short = Pasul { $number } din { $of }
set-up-lead = Pregătim acest calculator în câteva minute. Nu trebuie să știți nimic despre calculatoare. Puteți merge oricând înapoi.
set-up-lead-again = Alegeți din nou ce vreți să schimbați. Restul rămâne cum este.
set-up-try = Vreau doar să încerc
set-up-later = Hotărăsc mai târziu
set-up-looking = Căutăm ce este legat la calculator.
set-up-look-again = Căutați din nou
set-up-language = În ce limbă începe ghidul?
set-up-computer = Pentru cine este acest calculator?
set-up-visitors = Pentru vizitatori: ghidul ocupă tot ecranul
set-up-specialist = Pentru specialist: ghidul stă lângă alte programe
set-up-computer-more = Un specialist poate intra și pe calculatorul vizitatorilor, cu tasta F12.
set-up-alone = Ce pot face vizitatorii singuri?
set-up-print-alone = Pot tipări fără specialist
set-up-numbers = Pot lua un număr de așteptare
set-up-administrator = Ca nimeni să nu poată ieși din ghid pe un calculator public, administratorul pornește o dată comanda cups-kiosk-public on.
set-up-centre = În ce centru stă calculatorul?
set-up-centre-label = Satul sau orașul
set-up-centre-found =
    { $count ->
        [one] S-a găsit { $number } centru
        [few] S-au găsit { $number } centre
       *[other] S-au găsit { $number } de centre
    }
set-up-centre-none = Nu am găsit un centru cu acest nume. Scrieți doar începutul numelui.
set-up-error-choose = Alegeți un răspuns sau apăsați „Hotărăsc mai târziu”.
set-up-error-centre = Alegeți un centru din listă sau apăsați „Hotărăsc mai târziu”.
set-up-printer = Pe ce imprimantă se tipărește?
set-up-printer-none = Fără imprimantă
set-up-no-printer = Nu este nicio imprimantă. Legați-o și porniți-o, apoi apăsați „Căutați din nou”. Dacă nu apare, o adaugă administratorul.
set-up-print-system = Sistemul de tipărire al calculatorului nu răspunde. Îl instalează administratorul. Puteți continua fără imprimantă.
set-up-printer-ready = gata de tipărit
set-up-printer-works = tipărește acum
set-up-printer-stands = oprită
set-up-printer-refuses = nu primește nimic
set-up-trial = Tipăriți o pagină de probă
set-up-trial-title = Pagină de probă
set-up-trial-words = Dacă citiți acest rând, imprimanta tipărește foile ghidului: ă â î ș ț.
set-up-trial-next = Duceți-vă înapoi la calculator și apăsați „Continuați”.
set-up-screen = Cât de mare este ecranul?
set-up-screen-lead = Puneți un card bancar pe dreptunghiul de mai jos. Apăsați butoanele până când dreptunghiul este la fel de lung ca el.
set-up-card-long = Latura lungă a cardului
set-up-card-short = Latura scurtă a cardului
set-up-much-narrower = Mult mai scurt
set-up-narrower = Mai scurt
set-up-wider = Mai lung
set-up-much-wider = Mult mai lung
set-up-screen-known = Am început cu mărimea pe care o spune ecranul. De ea depinde cât de mari pot fi literele.
set-up-screen-unknown = Ecranul nu își spune mărimea, de aceea am început cu una obișnuită. De ea depinde cât de mari pot fi literele.
set-up-scanner = Cu ce scaner se scanează actele?
set-up-no-scanner = Nu este niciun scaner. Dacă aveți unul, legați-l și porniți-l, apoi apăsați „Căutați din nou”.
set-up-hub-hint = Începe cu https://. Dacă aveți un cititor de coduri, citiți aici codul de pe hârtia administratorului
set-up-enrol-more = Fără server, ghidul lucrează deplin pentru vizitatori. Cu serverul, specialiștii pot deschide dosare.
set-up-written = Setările sunt salvate.
set-up-begin = Începeți
set-up-done = Gata
set-up-without = Continuați fără setări
set-up-error-disk = Setările nu s-au salvat: pe discul acestui calculator nu se poate scrie. Sunați administratorul și spuneți codul K-34.
set-up-error-full = Setările nu s-au salvat: discul acestui calculator este plin. Faceți loc pe disc, apoi încercați din nou.
set-up-error-file = Setările nu s-au salvat: în fișierul cu setări este o greșeală a cuiva. Sunați administratorul și spuneți codul K-13.
set-up-error-value = Setările nu s-au salvat: un nume, al imprimantei sau al scanerului, nu poate fi scris. Mergeți înapoi și alegeți altul.
doctor-again = Verificați din nou
computer-heading = Acest calculator
computer-change = Schimbați setările
computer-lead = Aici vedeți dacă totul merge. Setările le schimbă șeful centrului.
computer-entered = Acest calculator a intrat în sală cu codul calculatorului de legătură. Serverul nu îl cunoaște încă: ce se salvează aici rămâne aici. Cereți de la administrator un cod de unică folosință.
computer-enrol = Conectați-l la server
computer-enrolled = Serverul cunoaște acum acest calculator. Ce este salvat aici se trimite.
