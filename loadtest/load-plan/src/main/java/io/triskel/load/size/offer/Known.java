package io.triskel.load.size.offer;

import io.triskel.load.fact.Facts;
import io.triskel.load.yaml.Nearest;
import io.triskel.load.yaml.WrongFieldException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Values of fields that must be known elsewhere. */
final class Known {
    private Known() {}

    /** A fact with a value. */
    static void fact(String field, String id) {
        documented(field, id);
        if (Facts.documented().byId().get(id).value().isEmpty()) {
            throw new WrongFieldException(field, "the fact " + id + " has no value; name one that has");
        }
    }

    /** A fact, with or without a value. */
    static void documented(String field, String id) {
        if (!Facts.documented().byId().containsKey(id)) {
            throw new WrongFieldException(
                    field,
                    "facts.json has no fact '" + id + "'"
                            + Nearest.to(id, Facts.documented().byId().keySet())
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse(", so add it there with its source"));
        }
    }

    static void word(String field, String written, List<String> known) {
        if (!known.contains(written)) {
            throw new WrongFieldException(
                    field, "'" + written + "' is unknown as " + field + "; known: " + String.join(", ", known));
        }
    }

    static void date(String field, String written) {
        try {
            LocalDate.parse(written);
        } catch (DateTimeParseException e) {
            throw new WrongFieldException(field, field + " must be a day such as 2026-11-30, not '" + written + "'");
        }
    }
}
