package io.triskel.load.measure;

import io.triskel.load.ledger.WorkerLedger;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.Duplicates;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The sent events and those of each consumer, over all parts of a run. */
public final class Ledgers {
    private final SentLedger sent;
    private final List<Receiver> receivers;
    private final boolean ordered;
    private final Optional<Sharing> sharing;

    /** The value of a moment or a time that does not exist. */
    private static final long NONE = Long.MIN_VALUE;

    /** One consumer's side. Its lock is the object itself. */
    static final class Receiver {
        private final KeyLedger ledger;
        private long corrupt;
        private long unreadable;
        private long foreign;
        private long overtaken;
        /** When the last new event of each key came. */
        private final long[] last;

        private long longestSilence = NONE;
        /** What the judgement over several workers needs. */
        private final Optional<SeenRuns> runs;

        Receiver(int keys, boolean shared) {
            ledger = new KeyLedger(keys);
            runs = shared ? Optional.of(new SeenRuns(keys)) : Optional.empty();
            last = new long[keys];
            Arrays.fill(last, NONE);
        }

        boolean see(int key, int number, long at) {
            boolean isNew = ledger.see(key, number);
            if (isNew) {
                longestSilence = last[key] == NONE ? longestSilence : Math.max(longestSilence, at - last[key]);
                last[key] = at;
                runs.ifPresent(each -> each.see(key, number, at));
            }
            return isNew;
        }

        void corrupt() {
            corrupt++;
        }

        void unreadable() {
            unreadable++;
        }

        void foreign() {
            foreign++;
        }

        void overtaken() {
            overtaken++;
        }

        synchronized long distinct() {
            return ledger.distinct();
        }
    }

    /** Empty ledgers for keys from 0 and consumers from 0, where a key's events come in the order of their numbers. */
    public Ledgers(int keys, int consumers) {
        this(keys, consumers, true);
    }

    /** @param ordered whether a key's events are to come in the order of their numbers */
    public Ledgers(int keys, int consumers, boolean ordered) {
        this(keys, consumers, ordered, Optional.empty());
    }

    /** Empty ledgers of one of several workers on one bus: each sees events of all, and only all of them can tell what is lost. */
    public Ledgers(int keys, int consumers, Sharing sharing) {
        this(keys, consumers, true, Optional.of(sharing));
    }

    private Ledgers(int keys, int consumers, boolean ordered, Optional<Sharing> sharing) {
        this.ordered = ordered;
        this.sharing = sharing;
        sent = new SentLedger(keys);
        receivers = IntStream.range(0, consumers)
                .mapToObj(any -> new Receiver(keys, sharing.isPresent()))
                .toList();
    }

    SentLedger sent() {
        return sent;
    }

    Receiver receiver(int consumer) {
        return receivers.get(consumer);
    }

    int consumers() {
        return receivers.size();
    }

    /** {@return how many different events the consumer has that has fewest} */
    public long delivered() {
        return receivers.stream().mapToLong(Receiver::distinct).min().orElse(0);
    }

    /** {@return how many different events all consumers have, each counted at each consumer} */
    public long seen() {
        return receivers.stream().mapToLong(Receiver::distinct).sum();
    }

    /** {@return how many events of this worker were due until now} */
    public long due() {
        return sent.due();
    }

    /** {@return how many events came after a later one of their key, over all consumers so far} */
    public long reordered() {
        return sum(receivers.stream().map(this::reordered));
    }

    private long reordered(Receiver receiver) {
        synchronized (receiver) {
            return receiver.overtaken + (ordered ? receiver.ledger.reordered() : 0);
        }
    }

    /** {@return how many events were accepted} */
    public long accepted() {
        return sent.acceptedEvents();
    }

    /** {@return whether other workers load the same bus} */
    public boolean areShared() {
        return sharing.isPresent();
    }

    /** Notes when an event was sent and when it came, by the clocks of its sender and of this worker. */
    void came(int key, long sentAt, long at) {
        sharing.ifPresent(each -> each.came(key, sentAt, at));
    }

    private boolean isOwn(int key) {
        return sharing.isEmpty() || sharing.get().isOwn(key);
    }

    /**
     * {@return how many events were accepted and have not come, over all consumers} Those of this worker, which other workers may have
     * seen.
     */
    public long missing() {
        long[] open = sent.open();
        return receivers.stream().mapToLong(receiver -> missing(receiver, open)).sum();
    }

    private long missing(Receiver receiver, long[] open) {
        synchronized (receiver) {
            long missing = 0;
            for (int key = 0; key < sent.keys(); key++) {
                missing += isOwn(key) ? receiver.ledger.missing(key, sent.numbered(key)) : 0;
            }
            long openAndMissing = LongStream.of(open)
                    .filter(event -> !receiver.ledger.has(KeyLedger.key(event), KeyLedger.number(event)))
                    .count();
            return missing - openAndMissing;
        }
    }

    /** {@return the sums over all parts} */
    public Correctness correctness(long drainMillis) {
        long producer = 0;
        long repeats = 0;
        for (Receiver receiver : receivers) {
            synchronized (receiver) {
                for (Map.Entry<Long, Integer> repeat : receiver.ledger.repeats().entrySet()) {
                    repeats += repeat.getValue();
                    producer += Math.min(repeat.getValue(), sent.again(repeat.getKey()));
                }
            }
        }
        long missing = missing();
        return new Correctness(
                sent.sentEvents(),
                accepted(),
                delivered(),
                areShared() ? 0 : missing,
                sent.unknown(),
                new Duplicates(producer, repeats - producer),
                reordered(),
                ordered
                        ? receivers.stream()
                                .mapToLong(receiver -> receiver.ledger.deepest())
                                .max()
                                .orElse(0)
                        : 0,
                sum(receivers.stream().map(receiver -> receiver.corrupt + receiver.unreadable)),
                sum(receivers.stream().map(receiver -> receiver.foreign)),
                drainMillis,
                longestSilence(),
                areShared() ? missing : 0,
                0);
    }

    /**
     * {@return what the judgement over all workers needs of this one; empty if it is alone on its bus}
     *
     * @param run tells its events from those of all other runs
     * @param machine whose clock it is
     * @param epoch by the clock of the run, in nanoseconds
     */
    public Optional<WorkerLedger> ledger(String run, String machine, long epoch, long drainMillis) {
        return sharing.map(shared -> new WorkerLedger(
                WorkerLedger.SCHEMA,
                run,
                shared.worker().index(),
                shared.worker().count(),
                machine,
                sent.noted(),
                receivers.stream().map(receiver -> seen(receiver, epoch)).toList(),
                shared.arrivals(epoch),
                drainMillis));
    }

    private static WorkerLedger.Seen seen(Receiver receiver, long epoch) {
        synchronized (receiver) {
            SeenRuns runs = receiver.runs.orElseThrow();
            return new WorkerLedger.Seen(
                    runs.runs(),
                    runs.micros(epoch),
                    SentLedger.triples(receiver.ledger.repeats()),
                    receiver.overtaken + receiver.ledger.reordered(),
                    receiver.ledger.deepest(),
                    receiver.corrupt + receiver.unreadable,
                    receiver.foreign,
                    runs.longestSilence() / 1_000,
                    runs.isComplete());
        }
    }

    private OptionalLong longestSilence() {
        long longest = NONE;
        for (Receiver receiver : receivers) {
            synchronized (receiver) {
                longest = Math.max(longest, receiver.longestSilence);
            }
        }
        return longest == NONE ? OptionalLong.empty() : OptionalLong.of(Math.max(0, longest) / 1_000_000);
    }

    private static long sum(Stream<Long> each) {
        return each.mapToLong(Long::longValue).sum();
    }
}
