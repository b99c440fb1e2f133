package io.triskel.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.cli.gateway.Message;
import io.triskel.cli.gateway.OwnPage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a load test has shown so far, for pages that open at any time: its plan, its runs, their seconds and probes. Safe for threads. */
final class LoadHistory implements OwnPage.Source {
    static final int MOST_ENDED = 150;
    private static final int MOST_OF_ALL_ENDED = 6_000;

    private final ObjectNode console;
    private final InstantSource clock;
    /** One message of each kind and name: a later one replaces it. */
    private final Map<String, Message> latest = new LinkedHashMap<>();

    private final Map<String, LoadSeconds> seconds = new LinkedHashMap<>();
    private final Set<String> ended = new HashSet<>();
    private long number;

    /** @param console the description of what there is */
    LoadHistory(ObjectNode console, InstantSource clock) {
        this.console = console;
        this.clock = clock;
    }

    /** Notes a state that replaces the last one of its name. */
    synchronized void put(String event, String name, ObjectNode data) {
        latest.put(event + " " + name, new Message(next(), event, data.toString()));
    }

    /** Notes a second of a run. */
    synchronized void second(String run, ObjectNode second) {
        seconds.computeIfAbsent(run, first -> new LoadSeconds(this::next)).add(second);
    }

    /** A run has ended: fewer of its seconds are kept, and of many runs fewer still. */
    synchronized void ended(String run) {
        ended.add(run);
        int most = Math.max(1, Math.min(MOST_ENDED, MOST_OF_ALL_ENDED / ended.size()));
        ended.stream()
                .flatMap(each -> Optional.ofNullable(seconds.get(each)).stream())
                .forEach(each -> each.shorten(most));
    }

    private long next() {
        return ++number;
    }

    @Override
    public ObjectNode console() {
        return console.deepCopy().put("now", clock.instant().toString());
    }

    @Override
    public synchronized List<Message> after(long last) {
        if (last >= number) {
            return List.of();
        }
        List<Message> all = new ArrayList<>();
        Stream.concat(
                        latest.values().stream().filter(message -> message.number() > last),
                        seconds.values().stream().flatMap(each -> each.after(last)))
                .sorted(Comparator.comparingLong(Message::number))
                .forEach(all::add);
        return all;
    }

    @Override
    public synchronized long last() {
        return number;
    }
}
