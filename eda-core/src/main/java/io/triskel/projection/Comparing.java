package io.triskel.projection;

import io.triskel.event.Page;
import io.triskel.json.Components;
import io.triskel.projection.ReadModel.Row;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares rows of two generations, and names what differs without its values. */
final class Comparing<R> {
    /** Begins the place in the new rows, which are looked through after the old ones. */
    private static final String NEW = "new:";

    private static final String OLD = "old:";

    private final Generation<R> before;
    private final Generation<R> after;
    private final Set<String> members = new TreeSet<>();
    private long rows;
    private long differing;
    private long missing;
    private long moving;

    Comparing(Generation<R> before, Generation<R> after) {
        this.before = before;
        this.after = after;
    }

    RebuildComparison page(Optional<String> from, int limit) {
        boolean inNew = from.filter(place -> place.startsWith(NEW)).isPresent();
        Page<Row> page =
                (inNew ? after : before).page(from.map(Comparing::place).filter(place -> !place.isEmpty()), limit);
        page.items().forEach(inNew ? this::onlyInNew : this::compare);
        Optional<String> next = page.next().map(place -> (inNew ? NEW : OLD) + place);
        return new RebuildComparison(
                rows, differing, missing, moving, members, next.or(() -> inNew ? Optional.empty() : Optional.of(NEW)));
    }

    private static String place(String from) {
        if (!from.startsWith(NEW) && !from.startsWith(OLD)) {
            throw new IllegalArgumentException("'" + from + "' is not the next page of a comparison");
        }
        return from.substring(NEW.length());
    }

    private void compare(Row old) {
        Optional<Row> other = after.row(old.id());
        Optional<R> was = before.decode(Optional.of(old));
        Optional<R> is = after.decode(other);
        if (was.isEmpty() && is.isEmpty()) {
            return;
        }
        rows++;
        if (other.isPresent() && other.get().revision() != old.revision()) {
            moving++;
        } else if (was.isEmpty() || is.isEmpty()) {
            missing++;
        } else {
            Set<String> different = Components.differing(was.get(), is.get());
            differing += different.isEmpty() ? 0 : 1;
            members.addAll(different);
        }
    }

    private void onlyInNew(Row row) {
        if (!row.gone() && before.row(row.id()).isEmpty()) {
            rows++;
            missing++;
        }
    }
}
