package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.Phrase;

/** Where a figure comes from. */
enum Basis {
    COMPUTED,
    COUNTED,
    DOCUMENTED,
    DECIDED,
    ASSUMPTION;

    /** {@return the heading of its figures in the annex} */
    Phrase heading() {
        return switch (this) {
            case COMPUTED -> new Phrase("Computed", "Calculés");
            case COUNTED -> new Phrase("Counted", "Comptés");
            case DOCUMENTED ->
                new Phrase("Documented, secondary sources marked", "Documentés, sources secondaires signalées");
            case DECIDED -> new Phrase("Decided", "Décidés");
            case ASSUMPTION ->
                new Phrase("Assumptions, the board’s to change", "Hypothèses, que le comité peut changer");
        };
    }
}
