package io.triskel.projection;

import io.triskel.codec.StateCodec;
import io.triskel.codec.StoredState;
import io.triskel.consume.NotYetException;
import io.triskel.event.DerivedId;
import io.triskel.event.Page;
import io.triskel.projection.Feed.Fact;
import io.triskel.projection.Projection.Contribution;
import io.triskel.projection.ReadModel.Row;
import io.triskel.projection.RowWriter.Changed;
import io.triskel.store.Remembered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * The rows of one generation of a projection, and their contributions to totals.
 *
 * <p>Needs no inbox: an event whose revision the row has seen changes nothing. Revisions may have gaps, because a consumer
 * need not subscribe to every type; the lane keeps events in order, with the stream as ordering key. Contributions are
 * written before the row, so that a redelivery completes what a crash interrupted.
 */
final class Generation<R> {
    private static final int ERASED_AT_ONCE = 100;
    private static final int SUMMED_AT_ONCE = 500;

    private final Projection<R> projection;
    private final ReadModel readModel;
    private final ForgottenSubjects forgotten;
    private final RowWriter<R> writer;
    private final RowWriter<Amounts> totals;
    private final StoredState<R> answers;
    private final int number;
    private final String rows;
    private final String contributions;

    /** Contributions last written here, so that a changed one need not be read. */
    private final Remembered<String, Row> contributed = new Remembered<>();

    Generation(
            Projection<R> projection, ReadModel readModel, StateCodec codec, ForgottenSubjects forgotten, int number) {
        this.projection = projection;
        this.readModel = readModel;
        this.forgotten = forgotten;
        StoredState<R> stored = codec.stored(projection.rowType());
        this.writer = new RowWriter<>(readModel, stored);
        this.totals = new RowWriter<>(readModel, codec.stored(Amounts.class).ignoringUnknown());
        this.answers = stored.ignoringUnknown();
        this.number = number;
        this.rows = ProjectionTables.rows(projection, number);
        this.contributions = ProjectionTables.contributions(projection, number);
    }

    int number() {
        return number;
    }

    /**
     * Applies events of the history to one row, in order and with one write; subjects forgotten since are erased after the
     * whole history.
     */
    void applyPast(String row, List<Fact> facts) {
        var unused = writer.change(rows, row, old -> after(facts, old, false));
    }

    /**
     * Applies live events of one row, and erases data of a forgotten subject again.
     *
     * @param retired the generation that hands over to this one, if one does
     * @throws NotYetException if that generation's row has seen a later revision: events in between have not reached this
     *     generation yet, and would look like duplicates after these events
     */
    boolean apply(String row, List<Fact> facts, Optional<Generation<R>> retired) throws NotYetException {
        return withoutForgotten(writer.<NotYetException>change(rows, row, old -> {
            if (retired.isPresent()
                    && !news(facts, old).isEmpty()
                    && retired.get().revision(row) > old.map(Row::revision).orElse(-1L)) {
                throw new NotYetException("The rebuild of " + projection.name() + " has not brought row '" + row
                        + "' to its revision before the switch. It waits for the rebuild's subscription; once that "
                        + "has caught up, call Rebuild.dropOld");
            }
            return after(facts, old, true);
        }));
    }

    private long revision(String id) {
        return row(id).map(Row::revision).orElse(-1L);
    }

    private static boolean isRepeat(Fact fact, Optional<Row> old) {
        return old.isPresent() && old.get().revision() >= fact.revision();
    }

    /**
     * A total that any of the facts changes is written once, also if it is as before after all of them: another process may
     * have applied fewer of them and crashed before it wrote the row, and its contributions must be taken back.
     *
     * @param live whether contributions about a forgotten subject are erased again immediately
     */
    private Optional<Row> after(List<Fact> facts, Optional<Row> old, boolean live) {
        List<Fact> news = news(facts, old);
        if (news.isEmpty()) {
            return Optional.empty();
        }
        Optional<R> content = writer.decode(old);
        Fact last = news.get(news.size() - 1);
        Map<String, Contribution> before = CheckedAnswers.contributions(projection, last.row(), content);
        Map<String, Contribution> after = before;
        Set<String> changed = new LinkedHashSet<>();
        for (Fact fact : news) {
            try {
                content = projection.evolve(content, fact.event());
                Map<String, Contribution> next = CheckedAnswers.contributions(projection, last.row(), content);
                changed.addAll(differences(after, next));
                after = next;
            } catch (RuntimeException failed) {
                throw live ? failed : fact.failedOn(projection, failed);
            }
        }
        for (String total : changed) {
            Changed written =
                    contribute(last, total, !before.containsKey(total), Optional.ofNullable(after.get(total)));
            if (live) {
                eraseIfForgotten(written, this::eraseContribution);
            }
        }
        if (old.isEmpty() && content.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> indexKeys = CheckedAnswers.indexKeys(projection, last.row(), content);
        return Optional.of(writer.next(old, last.row(), last.revision(), content, indexKeys));
    }

    /** {@return the facts that are new to the row, without duplicates} */
    private static List<Fact> news(List<Fact> facts, Optional<Row> old) {
        List<Fact> news = new ArrayList<>();
        long seen = old.map(Row::revision).orElse(-1L);
        for (Fact fact : facts) {
            if (fact.revision() > seen) {
                news.add(fact);
                seen = fact.revision();
            }
        }
        return news;
    }

    private boolean withoutForgotten(Changed row) {
        eraseIfForgotten(row, this::erase);
        return row.written();
    }

    /**
     * Erases a row or a contribution whose subject is forgotten. Checks only a new subject or a duplicate, whose first
     * handler may have crashed before the check.
     */
    private void eraseIfForgotten(Changed changed, BiConsumer<String, String> eraser) {
        Optional<Row> row = changed.after().or(changed::before);
        Optional<String> subject = row.flatMap(Generation::subject);
        boolean known = changed.written()
                && changed.before().flatMap(Generation::subject).equals(subject);
        if (subject.isPresent() && !known && forgotten.has(subject.get())) {
            eraser.accept(row.orElseThrow().id(), subject.get());
        }
    }

    private static Optional<String> subject(Row row) {
        return Optional.ofNullable(row.indexKeys().get(ProjectionTables.SUBJECT_INDEX));
    }

    private static Set<String> differences(Map<String, Contribution> before, Map<String, Contribution> after) {
        Set<String> totals = new LinkedHashSet<>(before.keySet());
        totals.addAll(after.keySet());
        totals.removeIf(total -> Objects.equals(before.get(total), after.get(total)));
        return totals;
    }

    private Changed contribute(Fact fact, String total, boolean first, Optional<Contribution> contribution) {
        String id = DerivedId.of(total, fact.row());
        Map<String, String> found = new HashMap<>(Map.of(ProjectionTables.TOTAL_INDEX, total));
        contribution
                .flatMap(Contribution::subject)
                .ifPresent(subject -> found.put(ProjectionTables.SUBJECT_INDEX, subject));
        Optional<Amounts> amounts = contribution.map(one -> new Amounts(one.amounts()));
        RowWriter.Change<RuntimeException> change = there -> isRepeat(fact, there)
                ? Optional.empty()
                : Optional.of(totals.next(there, id, fact.revision(), amounts, found));
        Optional<Row> last = contributed.get(id);
        contributed.forget(id);
        // A row without an earlier contribution has most likely never contributed.
        Changed changed = last.isPresent() || first
                ? totals.guess(contributions, id, last, change)
                : totals.change(contributions, id, change);
        changed.after().or(changed::before).ifPresent(known -> contributed.put(id, known));
        return changed;
    }

    /** {@return how many rows with data of this person were erased; contributions about the person are erased too} */
    int erase(String subject) {
        eraseAll(contributions, subject, this::eraseContribution);
        return eraseAll(rows, subject, this::erase);
    }

    private int eraseAll(String table, String subject, BiPredicate<String, String> one) {
        int erased = 0;
        Optional<String> after = Optional.empty();
        do {
            Page<Row> page = readModel.query(table, ProjectionTables.SUBJECT_INDEX, subject, after, ERASED_AT_ONCE);
            for (Row row : page.items()) {
                erased += one.test(row.id(), subject) ? 1 : 0;
            }
            after = page.next();
        } while (after.isPresent());
        return erased;
    }

    private boolean eraseContribution(String id, String subject) {
        contributed.forget(id);
        return totals.change(
                        contributions,
                        id,
                        old -> old.filter(row ->
                                        subject(row).filter(subject::equals).isPresent())
                                .map(row -> totals.next(old, id, row.revision(), Optional.empty(), Map.of())))
                .written();
    }

    private boolean erase(String id, String subject) {
        return writer.change(
                        rows,
                        id,
                        old -> old.filter(row ->
                                        subject(row).filter(subject::equals).isPresent())
                                .map(row -> {
                                    Optional<R> rest = writer.decode(old).flatMap(projection::erase);
                                    Map<String, String> keys = CheckedAnswers.indexKeys(projection, id, rest);
                                    return writer.next(old, id, row.revision(), rest, keys);
                                }))
                .written();
    }

    Optional<R> find(String id) {
        return decode(row(id));
    }

    Optional<Row> row(String id) {
        return readModel.get(rows, id);
    }

    Page<Row> query(String index, String key, Optional<String> after, int limit) {
        return readModel.query(rows, index, key, after, limit);
    }

    Page<Row> page(Optional<String> after, int limit) {
        return readModel.page(rows, after, limit);
    }

    /** For an answer: it is never written again, so it may lack members of another release. */
    Optional<R> decode(Optional<Row> row) {
        return RowWriter.decode(row, answers);
    }

    /**
     * A total.
     *
     * @param amounts by measure
     * @param pages how many requests it took
     */
    record Sum(Map<String, Long> amounts, int pages) {}

    Sum total(String total) {
        Map<String, Long> sum = new TreeMap<>();
        int pages = 0;
        Optional<String> after = Optional.empty();
        do {
            Page<Row> page = readModel.query(contributions, ProjectionTables.TOTAL_INDEX, total, after, SUMMED_AT_ONCE);
            page.items()
                    .forEach(row -> totals.decode(Optional.of(row))
                            .ifPresent(amounts -> amounts.byMeasure()
                                    .forEach((measure, amount) -> sum.merge(measure, amount, Math::addExact))));
            after = page.next();
            pages++;
        } while (after.isPresent());
        return new Sum(sum, pages);
    }

    int drop(int limit) {
        int dropped = readModel.drop(rows, limit);
        return dropped < limit ? dropped + readModel.drop(contributions, limit - dropped) : dropped;
    }
}
