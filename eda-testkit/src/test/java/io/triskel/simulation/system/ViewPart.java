package io.triskel.simulation.system;

import io.triskel.codec.SubjectForgotten;
import io.triskel.consume.Consumer;
import io.triskel.consume.EventHandler;
import io.triskel.memory.InMemoryHistory;
import io.triskel.projection.ProjectionHandler;
import io.triskel.projection.ProjectionView;
import io.triskel.projection.ReadModel;
import io.triskel.projection.Rebuild;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All of a host that has to do with the view: its consumer, its eraser, its readers and its rebuilds. */
final class ViewPart {
    private final World world;
    private final Faults.Life life;
    private final Summary summary = new Summary();
    private final ReadModel readModel;
    private final List<Station> stations = new ArrayList<>();
    private Optional<Rebuild<Summary.Line>> rebuild = Optional.empty();
    private Optional<Station> building = Optional.empty();
    private boolean historyRead;

    ViewPart(World world, Faults.Life life) {
        this.world = world;
        this.life = life;
        this.readModel = world.readModel(life);
        ProjectionHandler<Summary.Line> handler =
                new ProjectionHandler<>(summary, readModel, world.codecs.states);
        stations.add(station("view", handler, Optional.of(handler.eraser())));
    }

    private Station station(
            String name, EventHandler<Object> handler, Optional<EventHandler<SubjectForgotten>> eraser) {
        Consumer.Builder builder = Station.consumer(world, life, name);
        Summary.TYPES.forEach(type -> Station.on(world, builder, name, type, handler));
        eraser.ifPresent(erases -> builder.on(SubjectForgotten.TYPE, SubjectForgotten.class, erases));
        return new Station(world, life, builder);
    }

    List<Station> stations() {
        return stations;
    }

    /** {@return what is read} */
    ProjectionView<Summary.Line> reader() {
        return new ProjectionView<>(summary, world.readModel, world.codecs.states);
    }

    /** One step of a rebuild, of the one that another host began too. */
    void rebuild(int limit) {
        if (rebuild.isEmpty()) {
            int[] generation = new int[1];
            rebuild = Optional.of(Rebuild.begin(
                    number -> generation[0] = number,
                    summary,
                    readModel,
                    world.codecs.states,
                    new InMemoryHistory(world.store)));
            Station next = station("view-" + generation[0], rebuild.get().handler(), Optional.empty());
            building = Optional.of(next);
            stations.add(next);
        } else if (!historyRead) {
            historyRead = !rebuild.get().step(limit);
        } else if (building.isPresent() && building.get().drained()) {
            rebuild.get().complete();
            building = Optional.empty();
        } else if (building.isEmpty()) {
            rebuild.get().dropOld(limit);
            rebuild = Optional.empty();
            historyRead = false;
        }
    }

    boolean rebuilding() {
        return rebuild.isPresent();
    }
}
