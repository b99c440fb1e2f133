package io.triskel.console;

import io.triskel.codec.JsonObject;
import io.triskel.console.Channel.Numbered;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The screens that are served, each with its channel; what needs a person is told on all of them. */
final class Screens {
    private final String lane;
    private final InstantSource clock;
    private final String run;
    private final Map<String, Watched> all = new LinkedHashMap<>();
    private final Live need;

    private record Watched(Channel channel, Live live) {}

    /** @param run a name of this run, so that a page that saw another run begins anew */
    Screens(String lane, InstantSource clock, String run, Map<String, Screen> screens, Screen need) {
        this.lane = lane;
        this.clock = clock;
        this.run = run;
        screens.forEach((name, screen) -> {
            Channel channel = new Channel();
            Live live = new Live(name, screen, message -> channel.add(message.at(lane, clock.instant()), false));
            all.put(name, new Watched(channel, live));
        });
        this.need = new Live("need", need, message -> toAll(message, true));
    }

    Set<String> names() {
        return all.keySet();
    }

    /**
     * A place in a screen's messages.
     *
     * @param text as the page sends it back
     */
    record Place(String screen, long number, String text) {}

    private Place place(String screen, long number) {
        return new Place(screen, number, run + "-" + screen + "-" + number);
    }

    /** Messages, and the place after them. */
    record Part(List<Sent> messages, Place end) {}

    /** A message with its id, which names the place after it. */
    record Sent(String id, String event, String text) {}

    /** {@return what a page gets first: what it missed if that is known, otherwise everything anew} */
    Part begin(String screen, Optional<String> lastId) {
        Channel channel = refreshed(screen);
        Optional<Place> known = lastId.flatMap(id -> parse(screen, id));
        Optional<List<Numbered>> missed = known.flatMap(place -> channel.after(place.number()));
        if (missed.isPresent()) {
            return part(screen, missed.get(), known.get());
        }
        long before = channel.last();
        List<Sent> anew = new ArrayList<>();
        JsonObject hello = JsonObject.empty().set("schema", 1).set("screen", screen);
        anew.add(new Sent(
                "",
                "hello",
                Message.once("hello", hello).at(lane, clock.instant()).text()));
        channel.state().forEach(one -> anew.add(sent("", one)));
        Place end = place(screen, before);
        anew.set(anew.size() - 1, withId(anew.get(anew.size() - 1), end.text()));
        return new Part(anew, end);
    }

    /** {@return the messages after a place; waits for some, for a while} */
    Part next(Place place, long millis) throws InterruptedException {
        Channel channel = refreshed(place.screen());
        channel.await(place.number(), millis);
        return channel.after(place.number())
                .map(messages -> part(place.screen(), messages, place))
                .orElseGet(() -> begin(place.screen(), Optional.empty()));
    }

    private Part part(String screen, List<Numbered> messages, Place before) {
        List<Sent> sent = messages.stream()
                .map(one -> sent(place(screen, one.number()).text(), one))
                .toList();
        return new Part(
                sent,
                messages.isEmpty()
                        ? before
                        : place(screen, messages.get(messages.size() - 1).number()));
    }

    private static Sent sent(String id, Numbered one) {
        return new Sent(id, one.message().event(), one.message().text());
    }

    private static Sent withId(Sent one, String id) {
        return new Sent(id, one.event(), one.text());
    }

    private Optional<Place> parse(String screen, String id) {
        String prefix = run + "-" + screen + "-";
        if (!id.startsWith(prefix)) {
            return Optional.empty();
        }
        try {
            return Optional.of(place(screen, Long.parseLong(id.substring(prefix.length()))));
        } catch (NumberFormatException another) {
            return Optional.empty();
        }
    }

    private Channel refreshed(String screen) {
        Watched watched = all.get(screen);
        if (watched == null) {
            throw new IllegalArgumentException("There is no screen '" + screen + "'; there are " + names());
        }
        need.refresh();
        watched.live().refresh();
        return watched.channel();
    }

    /** Tells something on one screen. */
    void tell(String screen, Message message) {
        Watched watched = all.get(screen);
        if (watched != null) {
            watched.channel().add(message.at(lane, clock.instant()), true);
        }
    }

    /** Tells all screens that an action ended, and has them look again. */
    void ended(Message done) {
        toAll(done, true);
        need.outdate();
        all.values().forEach(watched -> watched.live().outdate());
    }

    private void toAll(Message message, boolean anyway) {
        Message.Written written = message.at(lane, clock.instant());
        all.values().forEach(watched -> watched.channel().add(written, anyway));
    }
}
