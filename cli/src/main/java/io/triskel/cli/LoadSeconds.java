package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.cli.gateway.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The seconds of one run, as a page gets them: those of workers together, and old ones merged, so that a run of any length takes bounded
 * memory. Counts add up; of latencies, lag and processor the highest stays, so that nothing looks better than it was.
 */
final class LoadSeconds {
    /** A chart is not wider. */
    static final int MOST = 600;

    /** The last seconds are never merged. */
    private static final int RECENT = 120;

    private static final List<String> COUNTS =
            List.of("offered", "sent", "accepted", "delivered", "rejected", "throttled", "late");
    private static final List<String> HIGHEST = List.of("p50", "p99", "processor");
    /** Of workers they add up, in time they do not. */
    private static final List<String> LEVELS = List.of("lag", "reordered");

    private final List<Kept> kept = new ArrayList<>();
    private final LongSupplier numbers;

    private record Kept(long number, ObjectNode second) {
        int at() {
            return second.path("t").asInt();
        }

        int span() {
            return second.path("span").asInt();
        }
    }

    /** @param numbers the next number of a message */
    LoadSeconds(LongSupplier numbers) {
        this.numbers = numbers;
    }

    /** Adds a second, or what all workers measured in it. */
    void add(ObjectNode second) {
        kept.add(new Kept(numbers.getAsLong(), second));
        bound(MOST, RECENT);
    }

    /** Keeps at most so many, from 1: the run has ended, and its file has all. */
    void shorten(int most) {
        bound(most, 0);
    }

    private void bound(int most, int recent) {
        while (kept.size() > most) {
            int old = kept.size() - recent;
            int before = kept.size();
            int least = kept.subList(0, old).stream().mapToInt(Kept::span).min().orElse(1);
            for (int span = least; kept.size() == before && span > 0; span *= 2) {
                merge(old, span);
            }
        }
    }

    /** Merges neighbours of this span, so that all that is old becomes as coarse; a span that doubled has no neighbours left to merge. */
    private void merge(int old, int span) {
        List<Kept> merged = new ArrayList<>();
        int i = 0;
        while (i < kept.size()) {
            Kept one = kept.get(i);
            boolean hasNeighbour =
                    i + 1 < old && one.span() <= span && kept.get(i + 1).span() <= span;
            merged.add(hasNeighbour ? merged(one, kept.get(i + 1)) : one);
            i += hasNeighbour ? 2 : 1;
        }
        kept.clear();
        kept.addAll(merged);
    }

    private Kept merged(Kept first, Kept then) {
        ObjectNode both = then.second().deepCopy();
        both.put("t", first.at()).put("span", then.at() + then.span() - first.at());
        both.put("measured", measured(first) + measured(then));
        add(both, List.of(first.second(), then.second()), COUNTS);
        highest(both, List.of(first.second(), then.second()), HIGHEST);
        highest(both, List.of(first.second(), then.second()), List.of("lag"));
        return new Kept(numbers.getAsLong(), both);
    }

    private static int measured(Kept one) {
        return one.second().path("measured").asInt();
    }

    /** {@return what workers measured in the same second} */
    static ObjectNode together(Collection<ObjectNode> ofWorkers) {
        ObjectNode all = ofWorkers.iterator().next().deepCopy();
        add(all, ofWorkers, COUNTS);
        add(all, ofWorkers, LEVELS);
        highest(all, ofWorkers, HIGHEST);
        highest(all, ofWorkers, List.of("left"));
        return all.put("workers", ofWorkers.size());
    }

    private static void add(ObjectNode to, Collection<ObjectNode> parts, List<String> figures) {
        figures.forEach(figure -> to.put(
                figure,
                parts.stream().mapToLong(part -> part.path(figure).asLong()).sum()));
    }

    /** What no part has read stays absent. */
    private static void highest(ObjectNode to, Collection<ObjectNode> parts, List<String> figures) {
        figures.forEach(figure -> parts.stream()
                .map(part -> part.path(figure))
                .filter(JsonNode::isNumber)
                .reduce((one, other) -> one.asDouble() >= other.asDouble() ? one : other)
                .ifPresent(most -> to.set(figure, most)));
    }

    /** {@return messages of what is new since a number} */
    Stream<Message> after(long number) {
        return kept.stream()
                .filter(each -> each.number() > number)
                .map(each -> new Message(each.number(), "second", each.second().toString()));
    }

    int size() {
        return kept.size();
    }
}
