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
    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private final Map<String, Live> live = new LinkedHashMap<>();
    private final Live need;

    /** @param run a name of this run, so that a page that saw another run begins anew */
    Screens(String lane, InstantSource clock, String run, Map<String, Screen> screens, Screen need) {
        this.lane = lane;
        this.clock = clock;
        this.run = run;
        screens.forEach((name, screen) -> {
            Channel channel = new Channel();
            channels.put(name, channel);
            live.put(name, new Live(name, screen, message -> channel.add(message.at(lane, clock.instant()), false)));
        });
        this.need = new Live("need", need, message -> toAll(message, true));
    }

    Set<String> names() {
        return channels.keySet();
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
        refresh(screen);
        Channel channel = channels.get(screen);
        Optional<Place> known = lastId.flatMap(id -> parse(screen, id));
        Optional<List<Numbered>> missed = known.flatMap(place -> channel.after(place.number()));
        if (missed.isPresent()) {
            return part(screen, missed.get(), known.get());
        }
        long before = channel.last();
        List<Sent> all = new ArrayList<>();
        JsonObject hello = JsonObject.empty().set("schema", 1).set("screen", screen);
        all.add(new Sent(
                "",
                "hello",
                Message.once("hello", hello).at(lane, clock.instant()).text()));
        channel.state().forEach(one -> all.add(sent("", one)));
        Place end = place(screen, before);
        all.set(all.size() - 1, withId(all.get(all.size() - 1), end.text()));
        return new Part(all, end);
    }

    /** {@return the messages after a place; waits for some, for a while} */
    Part next(Place place, long millis) throws InterruptedException {
        refresh(place.screen());
        Channel channel = channels.get(place.screen());
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

    private void refresh(String screen) {
        need.refresh();
        live.get(screen).refresh();
    }

    /** Tells something on one screen. */
    void tell(String screen, Message message) {
        Channel channel = channels.get(screen);
        if (channel != null) {
            channel.add(message.at(lane, clock.instant()), true);
        }
    }

    /** Tells all screens that an action ended, and has them look again. */
    void ended(Message done) {
        toAll(done, true);
        need.outdate();
        live.values().forEach(Live::outdate);
    }

    private void toAll(Message message, boolean anyway) {
        Message.Written written = message.at(lane, clock.instant());
        channels.values().forEach(channel -> channel.add(written, anyway));
    }
}
