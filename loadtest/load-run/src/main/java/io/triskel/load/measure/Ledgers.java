package io.triskel.load.measure;

import io.triskel.load.result.Correctness;
import io.triskel.load.result.Duplicates;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The sent events and those of each consumer, over all parts of a run. */
public final class Ledgers {
    private final SentLedger sent;
    private final List<Receiver> receivers;
    private final boolean ordered;

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

        Receiver(int keys) {
            ledger = new KeyLedger(keys);
            last = new long[keys];
            Arrays.fill(last, NONE);
        }

        boolean see(int key, int number, long at) {
            boolean isNew = ledger.see(key, number);
            if (isNew) {
                longestSilence = last[key] == NONE ? longestSilence : Math.max(longestSilence, at - last[key]);
                last[key] = at;
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
        this.ordered = ordered;
        sent = new SentLedger(keys);
        receivers = IntStream.range(0, consumers)
                .mapToObj(any -> new Receiver(keys))
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

    /** {@return how many events were accepted} */
    public long accepted() {
        return sent.acceptedEvents();
    }

    /** {@return how many events were accepted and have not come, over all consumers} */
    public long missing() {
        long[] open = sent.open();
        return receivers.stream().mapToLong(receiver -> missing(receiver, open)).sum();
    }

    private long missing(Receiver receiver, long[] open) {
        synchronized (receiver) {
            long missing = 0;
            for (int key = 0; key < sent.keys(); key++) {
                missing += receiver.ledger.missing(key, sent.numbered(key));
            }
            long openAndMissing = LongStream.of(open)
                    .filter(event -> !receiver.ledger.has((int) (event >> 32), (int) event))
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
        return new Correctness(
                sent.sentEvents(),
                accepted(),
                delivered(),
                missing(),
                sent.unknown(),
                new Duplicates(producer, repeats - producer),
                sum(receivers.stream()
                        .map(receiver -> receiver.overtaken + (ordered ? receiver.ledger.reordered() : 0))),
                ordered
                        ? receivers.stream()
                                .mapToLong(receiver -> receiver.ledger.deepest())
                                .max()
                                .orElse(0)
                        : 0,
                sum(receivers.stream().map(receiver -> receiver.corrupt + receiver.unreadable)),
                sum(receivers.stream().map(receiver -> receiver.foreign)),
                drainMillis,
                longestSilence());
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
