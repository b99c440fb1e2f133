package io.triskel.simulation.system;

import io.triskel.codec.EventCodec;
import io.triskel.consume.EventConsumer;
import io.triskel.event.EventType;
import io.triskel.personal.SubjectForgotten;
import io.triskel.projection.History;
import io.triskel.projection.ReadModel;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;
import io.triskel.projection.ViewBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/** All of a host that has to do with the view: its consumer, its eraser, its readers and its rebuilds. */
final class ViewPart {
    private static final Duration AGE = Duration.ofSeconds(10);

    private final World world;
    private final Faults.Life life;
    private final View<Summary.Line> view;
    private final View<Summary.Line> rebuilt;
    private final History history;
    private final Station live;
    private Optional<Rebuild<Summary.Line>> rebuild = Optional.empty();
    private Optional<Station> building = Optional.empty();

    ViewPart(World world, Faults.Life life) {
        this.world = world;
        this.life = life;
        ReadModel readModel = world.readModel(life);
        this.view = view(world, world.flaw.live(readModel), world.flaw.live(world.clock), AGE, Summary.TYPES);
        this.rebuilt = view(world, readModel, world.clock, AGE, rebuiltFrom(world));
        this.history = world.faults.around(History.class, world.store.history(), life);
        EventConsumer.Builder builder = Station.consumer(world, life, "view");
        Summary.TYPES.forEach(type -> Station.on(world, builder, "view", type, (event, handling) -> view.apply(event)));
        View<Summary.Line> eraser = view(
                world,
                world.flaw.erased(readModel, () -> "summary.g" + world.activeGeneration),
                world.clock,
                AGE,
                Summary.TYPES);
        Station.on(
                world,
                builder,
                "view",
                SubjectForgotten.TYPE,
                (event, handling) -> eraser.eraser()
                        .handle(event.withData(event.type(), (SubjectForgotten) event.data()), handling));
        this.live = new Station(world, life, builder);
    }

    private static Set<EventType> rebuiltFrom(World world) {
        Set<EventType> types = new HashSet<>(Summary.TYPES);
        if (world.flaw == Flaw.REBUILD_IS_FED_MORE) {
            types.add(Orders.NOTED);
        }
        return types;
    }

    private static View<Summary.Line> view(
            World world, ReadModel readModel, InstantSource clock, Duration cacheAge, Set<EventType> types) {
        EventCodec events = world.codecs.events;
        ViewBuilder<Summary.Line> builder = View.of(new Summary(), readModel, world.codecs.states)
                .on(SubjectForgotten.TYPE, SubjectForgotten.class)
                .clock(clock)
                .cacheAge(cacheAge);
        types.forEach(type -> builder.on(type, events.types().dataTypeOf(type).orElseThrow()));
        return builder.build();
    }

    /** {@return what is read, by a process that has just been started} */
    static View<Summary.Line> reader(World world, ReadModel readModel) {
        return view(world, readModel, world.clock, Duration.ZERO, Summary.TYPES);
    }

    /** Reads as a user does, so that this host knows which generation is current. */
    void read(String order) {
        Optional<Summary.Line> unused = view.find(World.stream(order));
    }

    List<Station> stations() {
        List<Station> all = new ArrayList<>(List.of(live));
        building.filter(station -> world.groups.contains(station.name())).ifPresent(all::add);
        return all;
    }

    /** One step of a rebuild, of one that another host began too. */
    void rebuild(int limit) {
        try {
            rebuild(rebuild.orElseGet(this::begin), limit);
        } catch (IllegalStateException overtaken) {
            world.trace("a rebuild goes no further: " + overtaken.getMessage());
            unsubscribe();
            rebuild = Optional.empty();
        }
    }

    private Rebuild<Summary.Line> begin() {
        boolean[] subscribed = new boolean[1];
        IntConsumer subscribe = generation -> {
            world.bus.subscribe(name(generation), world.redeliveryOf(name(generation)));
            world.groups.add(name(generation));
            subscribed[0] = true;
        };
        Rebuild<Summary.Line> begun =
                rebuilt.unfinishedRebuild(subscribe).orElseGet(() -> rebuilt.rebuild(history, subscribe));
        if (subscribed[0]) {
            building = Optional.of(
                    new Station(world, life, begun.subscribe(Station.consumer(world, life, name(begun.generation())))));
        }
        rebuild = Optional.of(begun);
        world.trace("rebuild " + begun.generation() + " begins or goes on");
        return begun;
    }

    private static String name(int generation) {
        return "view-" + generation;
    }

    private void rebuild(Rebuild<Summary.Line> at, int limit) {
        if (world.faults.happens(10)) {
            world.trace("rebuild " + at.generation() + " is given up");
            at.abandon();
            world.happenings.add(Happening.REBUILD_WAS_GIVEN_UP);
        } else if (at.step(limit)) {
            world.trace("rebuild " + at.generation() + " has read on");
        } else if (!at.mayEnd()) {
            if (caughtUp()) {
                world.trace("rebuild " + at.generation() + " is read, and goes on until " + at.complete());
                world.happenings.add(Happening.REBUILD_WAS_SWITCHED_TO);
                world.activeGeneration = Math.max(world.activeGeneration, at.generation());
            }
        } else if (building.isPresent()) {
            if (caughtUp()) {
                unsubscribe();
            }
        } else if (at.dropOld(limit) == 0) {
            world.trace("rebuild " + at.generation() + " is at its end");
            world.happenings.add(Happening.OLD_ROWS_WERE_DROPPED);
            rebuild = Optional.empty();
        }
    }

    private void unsubscribe() {
        building.ifPresent(station -> {
            world.groups.remove(station.name());
            world.bus.unsubscribe(station.name());
        });
        building = Optional.empty();
    }

    /** At the end of the bus, and nothing parked on the way there. */
    private boolean caughtUp() {
        return building.filter(station -> world.groups.contains(station.name()))
                .map(station -> station.drained() && station.nothingParked())
                .orElse(true);
    }

    boolean rebuilding() {
        return rebuild.isPresent();
    }
}
