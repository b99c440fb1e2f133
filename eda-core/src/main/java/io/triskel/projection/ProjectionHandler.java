package io.triskel.projection;

import io.triskel.codec.StateCodec;
import io.triskel.codec.SubjectForgotten;
import io.triskel.consume.EventHandler;
import io.triskel.consume.Handling;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.Pattern;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the rows of one generation of a projection.
 *
 * <p>Needs no inbox: an event whose revision the row has seen changes nothing. Revisions may have gaps, since a consumer need
 * not subscribe to every type; that none is missed or overtaken is the lane's promise, the stream being the ordering key.
 * Contributions to totals are written before the row, so that a crash in between is made up for when the event comes again.
 */
public final class ProjectionHandler<R> implements EventHandler<Object> {
    private static final int PAGE = 100;

    private final Projection<R> projection;
    private final ReadModel readModel;
    private final RowWriter writer;
    private final String rows;
    private final String contributions;

    /** Writes the first generation. */
    public ProjectionHandler(Projection<R> projection, ReadModel readModel, StateCodec codec) {
        this(projection, readModel, codec, Generations.FIRST);
    }

    /**
     * Writes a generation.
     *
     * @param generation 1, or the one that a {@link Rebuild} made
     * @throws IllegalArgumentException if a row could be written and never be read back
     */
    public ProjectionHandler(Projection<R> projection, ReadModel readModel, StateCodec codec, int generation) {
        codec.requireReadable(projection.rowType());
        this.projection = projection;
        this.readModel = readModel;
        this.writer = new RowWriter(readModel, codec);
        this.rows = Tables.rows(projection, generation);
        this.contributions = Tables.contributions(projection, generation);
    }

    @Override
    public void handle(Envelope<Object> event, Handling handling) {
        apply(event);
    }

    /**
     * Applies an event to the row of its stream.
     *
     * @return whether it changed anything; not if it is a repeat
     * @throws IllegalArgumentException if the event is not a fact of a stream
     */
    public boolean apply(Envelope<?> event) {
        if (!(event.pattern() instanceof Pattern.Sourced fact)) {
            throw new IllegalArgumentException("A projection's rows belong to streams; " + event.id() + " of type "
                    + event.type() + " is " + event.pattern());
        }
        String id = fact.stream().value();
        return writer.change(rows, id, old -> after(event, fact.revision(), id, old));
    }

    private Optional<Row> after(Envelope<?> event, long revision, String id, Optional<Row> old) {
        if (old.isPresent() && old.get().revision() >= revision) {
            return Optional.empty();
        }
        Optional<R> before = writer.decode(old, projection.rowType());
        Optional<R> after = projection.evolve(before, event);
        if (old.isEmpty() && after.isEmpty()) {
            return Optional.empty();
        }
        contribute(id, revision, before, after);
        return Optional.of(writer.next(old, id, revision, after, RowWriter.indexKeys(projection, after)));
    }

    private void contribute(String stream, long revision, Optional<R> before, Optional<R> after) {
        Map<String, Amounts> old = contributions(before);
        Map<String, Amounts> now = contributions(after);
        Set<String> totals = new LinkedHashSet<>(old.keySet());
        totals.addAll(now.keySet());
        for (String total : totals) {
            Optional<Amounts> amounts = Optional.ofNullable(now.get(total));
            if (!amounts.equals(Optional.ofNullable(old.get(total)))) {
                contribute(stream, revision, total, amounts);
            }
        }
    }

    private void contribute(String stream, long revision, String total, Optional<Amounts> amounts) {
        String id = DerivedId.of(total, stream);
        Map<String, String> found = Map.of(Tables.TOTAL_INDEX, total);
        writer.change(
                contributions,
                id,
                there -> there.isPresent() && there.get().revision() >= revision
                        ? Optional.empty()
                        : Optional.of(writer.next(there, id, revision, amounts, found)));
    }

    private Map<String, Amounts> contributions(Optional<R> row) {
        Map<String, Amounts> byTotal = new HashMap<>();
        row.map(projection::contributions).stream().flatMap(all -> all.stream()).forEach(each -> {
            if (byTotal.put(each.total(), new Amounts(each.amounts())) != null) {
                throw new IllegalArgumentException("A row contributes once to a total, this one twice to '"
                        + each.total() + "' of " + projection.name());
            }
        });
        return byTotal;
    }

    /** {@return a handler that erases the rows of a person who is to be forgotten; it needs no inbox either} */
    public EventHandler<SubjectForgotten> eraser() {
        return (event, handling) -> erase(event.data().subject());
    }

    /**
     * Erases what the rows of this generation hold of a person, as {@link Projection#erase} says.
     *
     * @return how many rows
     */
    public int erase(String subject) {
        int erased = 0;
        Optional<String> after = Optional.empty();
        do {
            RowPage page = readModel.query(rows, Tables.SUBJECT_INDEX, subject, after, PAGE);
            for (Row row : page.rows()) {
                erased += writer.change(rows, row.id(), old -> erased(old, subject)) ? 1 : 0;
            }
            after = page.next();
        } while (after.isPresent());
        return erased;
    }

    private Optional<Row> erased(Optional<Row> old, String subject) {
        return old.filter(row -> subject.equals(row.indexKeys().get(Tables.SUBJECT_INDEX)))
                .map(row -> {
                    Optional<R> rest = writer.decode(old, projection.rowType()).flatMap(projection::erase);
                    return writer.next(old, row.id(), row.revision(), rest, RowWriter.indexKeys(projection, rest));
                });
    }
}
