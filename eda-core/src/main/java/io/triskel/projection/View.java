package io.triskel.projection;

import io.triskel.codec.StateCodec;
import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler;
import io.triskel.consume.NotYetException;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.Page;
import io.triskel.event.StreamId;
import io.triskel.personal.SubjectForgotten;
import io.triskel.projection.Projection.SimpleProjection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Runs a projection: which events feed it, which generation is read and written, whose data is erased, and how it is
 * rebuilt. Thread-safe.
 *
 * <p>It checks the current generation once per cache age, so handlers and readers follow a switch by any process within
 * that time. Until then both use the previous generation, whose rows still exist.
 *
 * <p>The events of one stream in a batch cost a read and a conditional write of their row, and a write per changed
 * contribution, plus a read if another process wrote that contribution last; one more read if the row's subject changes or a
 * duplicate meets a row with a subject, and one more while a rebuild hands over.
 *
 * @param <R> the row
 */
public final class View<R> implements ConsumerSpec {
    private final Projection<R> projection;
    private final ReadModel readModel;
    private final StateCodec codec;
    private final Feed feed;
    private final InstantSource clock;
    private final GenerationStore store;
    private final CurrentGenerations current;
    private final boolean singleProcess;
    private final ForgottenSubjects forgotten;
    private final ViewReading<R> reading;
    /** Avoids a new generation per call: callers nearly always need the same number. */
    private volatile Generation<R> lastUsed;

    View(ViewBuilder<R> builder) {
        projection = builder.projection;
        readModel = builder.readModel;
        codec = builder.codec;
        clock = builder.clock;
        singleProcess = builder.singleProcess;
        Map<EventType, Class<?>> types = new LinkedHashMap<>(builder.types);
        boolean forgets = types.remove(SubjectForgotten.TYPE) != null;
        feed = new Feed(types, builder.streams, forgets);
        store = new GenerationStore(projection.name(), readModel, codec);
        current = new CurrentGenerations(store, clock, builder.cacheAge);
        forgotten = new ForgottenSubjects(projection, readModel, codec);
        reading = new ViewReading<>(projection.name(), current, this::generation);
        requireSubject();
        lastUsed = new Generation<>(projection, readModel, codec, forgotten, Generations.FIRST);
    }

    /** A row may hold an event's personal data in plain text, which is found only by the subject. */
    private void requireSubject() {
        if (!namesSubject()) {
            Stream.concat(Stream.of(projection.rowType()), feed.types().values().stream())
                    .filter(codec::holdsPersonal)
                    .findFirst()
                    .ifPresent(personal -> {
                        throw new IllegalArgumentException("The rows of " + name() + " may hold personal data, which "
                                + personal.getName() + " has, but the projection has no subject, so nothing could "
                                + "be erased: name the person whose data a row holds with subject(..), or return "
                                + "Optional.empty() there if it holds none in plain text");
                    });
        }
    }

    private boolean namesSubject() {
        if (projection instanceof SimpleProjection<R> simple) {
            return simple.namesSubject();
        }
        try {
            return projection.getClass().getMethod("subject", Object.class).getDeclaringClass() != Projection.class;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException("Each projection has the method of its interface", impossible);
        }
    }

    /** {@return a builder of a process's only view of this projection, with rows in this read model} */
    public static <R> ViewBuilder<R> of(Projection<R> projection, ReadModel readModel, StateCodec codec) {
        return new ViewBuilder<>(projection, readModel, codec);
    }

    /**
     * Adds the handlers of the projection's types to a consumer, and the {@link #eraser} if {@link SubjectForgotten} is one
     * of them. No inbox is needed; the consumer's lane must be the stream, which is the default ordering key.
     */
    @Override
    public EventConsumer.Builder subscribe(EventConsumer.Builder consumer) {
        EventHandler.Together<Object> live = (events, handling) -> apply(events);
        return subscribe(consumer, live);
    }

    EventConsumer.Builder subscribe(EventConsumer.Builder consumer, EventHandler<Object> handler) {
        feed.types().forEach((type, data) -> consumer.on(type, data, handler));
        return feed.forgets() ? consumer.on(SubjectForgotten.TYPE, SubjectForgotten.class, eraser()) : consumer;
    }

    /**
     * Applies an event to its stream's row, in the active generation.
     *
     * @return whether the event changed anything; false for a duplicate, and for a type or stream that the projection does
     *     not have
     * @throws IllegalArgumentException if an event of the projection's types belongs to no stream, or its data was not
     *     decoded
     * @throws NotYetException if a rebuild was just completed and the row has not reached its earlier revision
     */
    public boolean apply(Envelope<?> event) throws NotYetException {
        return apply(List.of(event)) > 0;
    }

    /**
     * Applies events in order; those of one stream lead to one write of its row, of its index keys and of each total.
     *
     * @return how many rows changed
     * @throws NotYetException as for {@link #apply(Envelope)}; rows of other streams may have changed
     */
    public int apply(List<? extends Envelope<?>> events) throws NotYetException {
        Map<String, List<Feed.Fact>> byRow = feed.byRow(events);
        if (byRow.isEmpty()) {
            return 0;
        }
        Generations now = current.now();
        Generation<R> active = generation(now.active());
        Optional<Generation<R>> retired = now.retired().map(this::generation);
        int changed = 0;
        for (Map.Entry<String, List<Feed.Fact>> row : byRow.entrySet()) {
            changed += active.apply(row.getKey(), row.getValue(), retired) ? 1 : 0;
        }
        return changed;
    }

    /** {@return a handler that erases a forgotten person's rows; it needs no inbox} */
    public EventHandler<SubjectForgotten> eraser() {
        return (event, handling) -> erase(event.data().subject());
    }

    /**
     * Erases a person's data from the rows, by {@link Projection#erase}, in the active generation, the previous one and the
     * one being built. The subject is remembered, so that neither an event in flight nor a later rebuild restores the data.
     *
     * @return how many rows were erased in the active generation
     */
    public int erase(String subject) {
        forgotten.add(subject);
        Generations now = store.load();
        now.others().forEach(other -> generation(other).erase(subject));
        return generation(now.active()).erase(subject);
    }

    /** {@return the row of a stream, if it has one} */
    public Optional<R> find(StreamId stream) {
        return reading.read(generation -> generation(generation).find(stream.value()));
    }

    /** {@return the stream's row as {@link #erase} leaves it, if it names a person; empty if nothing would remain} */
    public Optional<R> findWithoutPerson(StreamId stream) {
        return find(stream)
                .flatMap(row -> projection.subject(row).isEmpty() ? Optional.of(row) : projection.erase(row));
    }

    /**
     * Finds rows by an index key, page by page, in no particular order.
     *
     * @param after {@link Page#next()} of the previous page; empty for the first page
     * @param limit at least 1
     * @throws IllegalArgumentException if {@code after} is not such a token, or a rebuild has replaced its rows
     */
    public Page<R> query(String index, String key, Optional<String> after, int limit) {
        return reading.page(after, place -> generation(place.generation()).query(index, key, place.after(), limit));
    }

    /** {@return at most {@code limit} rows with this index key, in no particular order; query by pages for all of them} */
    public List<R> query(String index, String key, int limit) {
        return query(index, key, Optional.empty(), limit).items();
    }

    /**
     * Reads all rows, page by page, in no particular order. Removed rows are skipped, so a page may have fewer rows than
     * requested.
     *
     * @param after {@link Page#next()} of the previous page; empty for the first page
     * @param limit at least 1
     * @throws IllegalArgumentException if {@code after} is not such a token, or a rebuild has replaced its rows
     */
    public Page<R> page(Optional<String> after, int limit) {
        return reading.page(after, place -> generation(place.generation()).page(place.after(), limit));
    }

    /**
     * Sums the contributions to a total, all of one generation, each as of some moment of the call. It reads them all, 500
     * per request: a total of 100,000 streams takes 200 requests, one after another.
     *
     * @return the sums by measure; empty if there are no contributions
     */
    public Map<String, Long> total(String total) {
        return reading.total(total);
    }

    /**
     * Begins a rebuild, or resumes an uncompleted rebuild of any process.
     *
     * @param history to read first
     * @param subscribe gets the generation's number and returns once the bus keeps all events that it still has, and all
     *     later ones, for {@link Rebuild#subscribe}; called again when a rebuild is resumed
     * @throws IllegalStateException if an earlier rebuild was completed or abandoned, and its old rows still exist
     */
    public Rebuild<R> rebuild(History history, IntConsumer subscribe) {
        Generations begun = store.change(Generations::begin);
        int generation = begun.building().orElseThrow(() -> stillThere(begun));
        subscribe.accept(generation);
        return new Rebuild<>(this, history, generation);
    }

    private IllegalStateException stillThere(Generations there) {
        Instant end = there.handedOverAt().orElseThrow();
        return new IllegalStateException("Generation "
                + there.others().findFirst().orElseThrow() + " of " + name()
                + ", which an earlier rebuild left, still has its rows. Drop them with View.unfinishedRebuild and"
                + " Rebuild.dropOld" + (singleProcess ? "" : ", which may begin at " + end) + ", then rebuild again");
    }

    /**
     * Finds a completed or abandoned rebuild of any process whose old rows must be removed by {@link Rebuild#dropOld}
     * before the next rebuild.
     *
     * @param subscribe as for {@link #rebuild}; not called if only old rows are left to drop
     */
    public Optional<Rebuild<R>> unfinishedRebuild(IntConsumer subscribe) {
        Generations now = store.load();
        if (now.handover().isEmpty()) {
            return Optional.empty();
        }
        if (now.retired().isPresent()) {
            subscribe.accept(now.active());
        }
        return Optional.of(
                new Rebuild<>(this, (after, limit) -> new Page<>(List.of(), Optional.empty()), now.active()));
    }

    /** {@return the projection's name} */
    @Override
    public String name() {
        return projection.name();
    }

    @Override
    public Owner owner() {
        Object shape = projection instanceof SimpleProjection<R> simple ? simple.shape() : projection.events();
        return new Owner("view", List.of(projection.getClass(), projection.rowType(), shape));
    }

    Feed feed() {
        return feed;
    }

    InstantSource clock() {
        return clock;
    }

    boolean isSingleProcess() {
        return singleProcess;
    }

    GenerationStore store() {
        return store;
    }

    CurrentGenerations current() {
        return current;
    }

    ForgottenSubjects forgotten() {
        return forgotten;
    }

    Generation<R> generation(int number) {
        Generation<R> last = lastUsed;
        if (last.number() != number) {
            last = new Generation<>(projection, readModel, codec, forgotten, number);
            lastUsed = last;
        }
        return last;
    }
}
