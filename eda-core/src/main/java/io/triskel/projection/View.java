package io.triskel.projection;

import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler;
import io.triskel.consume.NotYetException;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.personal.SubjectForgotten;
import io.triskel.projection.Projection.SimpleProjection;
import io.triskel.projection.ReadModel.RowPage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Owns a projection: which events it is fed with, which generation of its rows is written and read, who is erased from it,
 * and how it is rebuilt. Immutable except for the generation that it caches; safe for any number of threads.
 *
 * <p>Which generation is current is asked once per cache age, so handlers and readers follow a switch, made by any process,
 * within that time; until then both use the previous generation, whose rows are still there.
 *
 * <p>An event costs a read and a conditional write of its row, and a write per contribution that it changes; a contribution
 * that another process wrote last is read first. It costs one more read if the row's subject changes or a repeat meets a row
 * with a subject, and one more while a rebuild hands over.
 *
 * @param <R> the row
 */
public final class View<R> implements ConsumerSpec {
    private static final int MOST_TRIES = 8;

    private final Projection<R> projection;
    private final ReadModel readModel;
    private final StateCodec codec;
    private final Feed feed;
    private final InstantSource clock;
    private final GenerationStore store;
    private final CurrentGenerations current;
    private final boolean singleProcess;
    private final ForgottenSubjects forgotten;
    /** Saves creating a generation per call: callers nearly always need the same number. */
    private volatile Generation<R> lastUsed;

    private View(Builder<R> builder) {
        builder.codec.requireReadable(builder.projection.rowType());
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
        requireSubject();
        lastUsed = new Generation<>(projection, readModel, codec, forgotten, Generations.FIRST);
    }

    /** A row may hold an event's personal data in plain text; only the subject leads to it. */
    private void requireSubject() {
        if (!namesSubject()) {
            Stream.concat(Stream.of(projection.rowType()), feed.types().values().stream())
                    .filter(codec::holdsPersonal)
                    .findFirst()
                    .ifPresent(personal -> {
                        throw new IllegalArgumentException("The rows of " + name() + " may hold personal data, which "
                                + personal.getName() + " has, and the projection names no subject, so nobody could be"
                                + " forgotten: name the person whose data a row holds with subject(..), or answer"
                                + " Optional.empty() there if it holds none in plain text");
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

    /** {@return a builder of a process's only view of this projection, whose rows are in this read model} */
    public static <R> Builder<R> of(Projection<R> projection, ReadModel readModel, StateCodec codec) {
        return new Builder<>(projection, readModel, codec);
    }

    /**
     * Adds the handlers of the projection's types to a consumer, and the {@link #eraser} if {@link SubjectForgotten} is one
     * of them. An inbox is not needed; the consumer's lane has to be the stream, which is the ordering key by default.
     */
    @Override
    public EventConsumer.Builder subscribe(EventConsumer.Builder consumer) {
        return subscribe(consumer, (event, handling) -> apply(event));
    }

    EventConsumer.Builder subscribe(EventConsumer.Builder consumer, EventHandler<Object> handler) {
        feed.types().forEach((type, data) -> consumer.on(type, data, handler));
        return feed.forgets() ? consumer.on(SubjectForgotten.TYPE, SubjectForgotten.class, eraser()) : consumer;
    }

    /**
     * Applies an event to the row of its stream, in the generation that is read.
     *
     * @return whether the event changed anything; not if it is a repeat, or of a type or stream that the projection does
     *     not have
     * @throws IllegalArgumentException if an event of the projection's types belongs to no stream, or its data was not
     *     decoded
     * @throws NotYetException if a rebuild was just switched to and has not brought the row to where it was before
     */
    public boolean apply(Envelope<?> event) throws NotYetException {
        Optional<Feed.Fact> fact = feed.live(event);
        if (fact.isEmpty()) {
            return false;
        }
        Generations now = current.now();
        Generation<R> active = generation(now.active());
        Optional<Integer> retired = now.retired();
        return retired.isPresent() ? active.apply(fact.get(), generation(retired.get())) : active.apply(fact.get());
    }

    /** {@return a handler that erases the rows of a person who is to be forgotten; it needs no inbox either} */
    public EventHandler<SubjectForgotten> eraser() {
        return (event, handling) -> erase(event.data().subject());
    }

    /**
     * Erases what the rows hold of a person, as {@link Projection#erase} says: in the generation that is read, the one before
     * it and the one that is being built. The subject is remembered, so that neither an event that is on its way nor a
     * later rebuild brings the data back.
     *
     * @return how many rows were erased in the generation that is read
     */
    public int erase(String subject) {
        forgotten.add(subject);
        Generations now = store.load();
        now.others().forEach(other -> generation(other).erase(subject));
        return generation(now.active()).erase(subject);
    }

    /** {@return the row of a stream, if it has one} */
    public Optional<R> find(StreamId stream) {
        return read(generation -> generation(generation).find(stream.value()));
    }

    /**
     * Finds rows by an index key, page by page, in no particular order.
     *
     * @param after {@link Page#next()} of the page before; empty for the first page
     * @param limit 1 or more
     * @throws IllegalArgumentException if {@code after} is no such token, or a rebuild has replaced the rows that it leads to
     */
    public Page<R> query(String index, String key, Optional<String> after, int limit) {
        return page(after, place -> generation(place.generation()).query(index, key, place.after(), limit));
    }

    /**
     * {@return at most {@code limit} rows that have this index key, in no particular order; the query by pages, above, has
     * them all}
     */
    public List<R> query(String index, String key, int limit) {
        return query(index, key, Optional.empty(), limit).rows();
    }

    /**
     * Reads all rows, page by page, in no particular order; deleted rows are skipped, so a page may have fewer rows than asked
     * for.
     *
     * @param after {@link Page#next()} of the page before; empty for the first page
     * @param limit 1 or more
     * @throws IllegalArgumentException if {@code after} is no such token, or a rebuild has replaced the rows that it leads to
     */
    public Page<R> page(Optional<String> after, int limit) {
        return page(after, place -> generation(place.generation()).page(place.after(), limit));
    }

    /**
     * Sums the contributions to a total, each as it was at some moment of the call and all of one generation. Reads them all,
     * 500 per request: a total of 100,000 streams takes 200 requests, one after another.
     *
     * @return the sums by measure; empty if there are no contributions
     */
    public Map<String, Long> total(String total) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int generation = current.now().active();
            Generation.Sum sum = generation(generation).total(total);
            Generations now = sum.pages() > 1 ? current.ask() : current.now();
            if (now.active() == generation) {
                return sum.amounts();
            }
        }
        throw switchedTooOften();
    }

    /**
     * Begins a rebuild, or resumes the one that any process has begun and not completed.
     *
     * @param history to read first
     * @param subscribe is given the generation's number and returns once the bus keeps for {@link Rebuild#subscribe} all
     *     events that it still has and all later ones; called again when a rebuild is resumed
     * @throws IllegalStateException if an earlier rebuild was completed or abandoned, and its old rows are still there
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
     * Finds the rebuild that any process has completed or abandoned, and whose old rows {@link Rebuild#dropOld} has not yet
     * removed: they have to go before the next rebuild.
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
                new Rebuild<>(this, (after, limit) -> new History.Page(List.of(), Optional.empty()), now.active()));
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

    private Page<R> page(Optional<String> after, Function<PageToken, RowPage> read) {
        if (after.isEmpty()) {
            return read(generation -> decode(generation, read.apply(new PageToken(generation, Optional.empty()))));
        }
        PageToken place = PageToken.parse(after.get());
        RowPage page = read.apply(place);
        if (!current.stillKept(place.generation())) {
            throw new IllegalArgumentException(
                    "The rows of " + projection.name() + " were rebuilt since the page before," + " and generation "
                            + place.generation() + " is gone: begin at the first page");
        }
        return decode(place.generation(), page);
    }

    private Page<R> decode(int generation, RowPage page) {
        Generation<R> reader = generation(generation);
        List<R> rows = page.rows().stream()
                .flatMap(row -> reader.decode(Optional.of(row)).stream())
                .toList();
        return new Page<>(rows, new PageToken(generation, page.next()).text());
    }

    /** Reads from the current generation, and again if its rows began to be removed meanwhile. */
    private <T> T read(Function<Integer, T> from) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int generation = current.now().active();
            T found = from.apply(generation);
            if (current.stillKept(generation)) {
                return found;
            }
        }
        throw switchedTooOften();
    }

    private PortException switchedTooOften() {
        return new PortException("The generation of " + projection.name() + " was switched during each of " + MOST_TRIES
                + " tries to read it; try again when no rebuild ends");
    }

    /**
     * Some rows.
     *
     * @param rows decoded
     * @param next where the next page begins; empty after the last one
     */
    public record Page<R>(List<R> rows, Optional<String> next) {
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /** Configures a view. */
    public static final class Builder<R> {
        private final Projection<R> projection;
        private final ReadModel readModel;
        private final StateCodec codec;
        private final Map<EventType, Class<?>> types = new LinkedHashMap<>();
        private Predicate<StreamId> streams = stream -> true;
        private InstantSource clock = InstantSource.system();
        private Duration cacheAge = Generations.USUAL_CACHE_AGE;
        private boolean singleProcess;

        private Builder(Projection<R> projection, ReadModel readModel, StateCodec codec) {
            this.projection = projection;
            this.readModel = readModel;
            this.codec = codec;
        }

        /**
         * Feeds the view with the events that have data of this class or below it, such as a sealed interface of events;
         * and with {@link SubjectForgotten}, if that is registered.
         *
         * @throws IllegalArgumentException if no such class is registered
         */
        public Builder<R> events(TypeRegistry registry, Class<?> data) {
            for (EventType type : registry.requireTypesBelow(data, projection.name())) {
                on(type, registry.registeredClass(type).orElseThrow());
            }
            return registry.types().contains(SubjectForgotten.TYPE)
                    ? on(SubjectForgotten.TYPE, SubjectForgotten.class)
                    : this;
        }

        /** Feeds the view with the {@linkplain Projection#events() projection's own} events; as above. */
        public Builder<R> events(TypeRegistry registry) {
            projection.events().forEach(data -> events(registry, data));
            return this;
        }

        /** Feeds the view with events of this type; {@link SubjectForgotten#TYPE} makes it erase. */
        public Builder<R> on(EventType type, Class<?> data) {
            types.put(type, data);
            return this;
        }

        /** Feeds the view with events of these streams only; of all streams by default. */
        public Builder<R> streams(Predicate<StreamId> those) {
            streams = those;
            return this;
        }

        /** The clock for the cache age and a rebuild's end; the system's by default. */
        public Builder<R> clock(InstantSource other) {
            clock = other;
            return this;
        }

        /**
         * How long the view may keep to the generation that it asked for, 10 s by default; zero to ask each time. A longer
         * age is stored beside the generations, so that a rebuild waits for it.
         */
        public Builder<R> cacheAge(Duration most) {
            if (most.isNegative()) {
                throw new IllegalArgumentException("A cache age is zero or more, this one is " + most);
            }
            cacheAge = most;
            return this;
        }

        /**
         * Promises that no other process reads or writes these rows. A rebuild's old rows may then be dropped as soon as its
         * subscription has caught up, without waiting for the cache ages of other processes.
         */
        public Builder<R> singleProcess() {
            singleProcess = true;
            return this;
        }

        /**
         * Builds the view; nothing is read yet.
         *
         * @throws IllegalStateException if the view would get no events
         * @throws IllegalArgumentException if a row could be written and never be read back; or if rows or events have
         *     {@link io.triskel.personal.Personal} data and the projection names no subject
         */
        public View<R> build() {
            if (types.keySet().stream().allMatch(SubjectForgotten.TYPE::equals)) {
                throw new IllegalStateException(
                        projection.name() + " is fed with nothing: say in Projection.events(), or with"
                                + " events(registry, class), what it shows");
            }
            return new View<>(this);
        }
    }
}
