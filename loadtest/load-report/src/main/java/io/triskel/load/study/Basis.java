package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.Phrase;

/** Where a figure comes from. */
enum Basis {
    COMPUTED(new Phrase("Computed", "Calculés")),
    COUNTED(new Phrase("Counted", "Comptés")),
    DOCUMENTED(new Phrase("Documented, secondary sources marked", "Documentés, sources secondaires signalées")),
    DECIDED(new Phrase("Decided", "Décidés")),
    ASSUMPTION(new Phrase("Assumptions, the board’s to change", "Hypothèses, que le comité peut changer"));

    private final Phrase heading;

    Basis(Phrase heading) {
        this.heading = heading;
    }

    Phrase heading() {
        return heading;
    }
}
