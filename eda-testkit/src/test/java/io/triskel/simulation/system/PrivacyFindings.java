package io.triskel.simulation.system;

import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.personal.Personal;
import io.triskel.projection.ReadModel.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * No store but the read model ever has a name in clear, forgotten or not; of those that are forgotten nobody can read it
 * anywhere, with all the keys that are left.
 */
final class PrivacyFindings {
    private static final EventCodec RAW = EventCodec.of(TypeRegistry.builder().build());

    private final World world;

    PrivacyFindings(World world) {
        this.world = world;
    }

    void addTo(List<String> wrong, Host host) {
        for (int i = 0; i < Client.CUSTOMERS; i++) {
            String customer = "c-" + i;
            String secret = world.client.secretOf(customer);
            sealed().stream()
                    .filter(place -> place.text().contains(secret))
                    .findFirst()
                    .ifPresent(place -> wrong.add("the name of " + customer + " is in clear in " + place.name()));
            if (world.application.forgotten().contains(customer)) {
                forgotten(customer, secret, wrong, host);
            }
        }
    }

    private void forgotten(String customer, String secret, List<String> wrong, Host host) {
        for (String table : world.tables()) {
            for (Row row : world.readModel.page(table, Optional.empty(), 1000).items()) {
                if (text(row.state()).contains(secret)
                        || row.indexKeys().values().stream().anyMatch(secret::contains)) {
                    wrong.add(customer + " is forgotten, and " + table + " has the name in the row of " + row.id());
                }
            }
        }
        for (Envelope<?> event :
                world.store.history().read(Optional.empty(), 10_000).items()) {
            if (event.data() instanceof Orders.Placed placed && readable(placed.name(), customer)) {
                wrong.add(customer + " is forgotten, and " + event.id() + " can be read");
            }
        }
        for (String order : world.client.orders()) {
            if (host.orders()
                    .load(World.stream(order))
                    .state()
                    .name()
                    .filter(name -> readable(name, customer))
                    .isPresent()) {
                wrong.add(customer + " is forgotten, and " + order + " loads with the name");
            }
        }
    }

    private static boolean readable(Personal<String> name, String customer) {
        return name.subject().equals(customer) && name.known().isPresent();
    }

    /** Some bytes and where they are. */
    private record Place(String name, String text) {}

    private List<Place> sealed() {
        List<Place> places = new ArrayList<>();
        world.store
                .reopened(RAW)
                .history()
                .read(Optional.empty(), 10_000)
                .items()
                .forEach(event -> {
                    if (event.data() instanceof EncodedData data) {
                        places.add(new Place("the log, " + event.id(), text(data.bytes())));
                    }
                });
        world.bus.forEachKept(wire -> places.add(new Place("the bus", text(wire.body()))));
        world.snapshots.states().forEach(state -> places.add(new Place("a snapshot", text(state))));
        world.sagas.bytes().forEach(row -> places.add(new Place("a saga's row", text(row))));
        world.replicas
                .page(Workers.COPIES, Optional.empty(), 1000)
                .items()
                .forEach(copy -> places.add(new Place("the copy " + copy.entity(), text(copy.state()))));
        world.everParked().forEach(bytes -> places.add(new Place("the parking lot", text(bytes))));
        return places;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
