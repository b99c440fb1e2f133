package io.triskel.load.evaluate;

import io.triskel.load.cloud.CloudDescriptor;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.cloud.EngineExport;
import io.triskel.load.cloud.Look;
import io.triskel.load.cloud.Started;
import io.triskel.load.cloud.Started.Measurement;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A fourth cloud, which offers what the first one does. */
final class ToyCloud implements CloudDescriptor {
    private final Clouds installed = Clouds.installed();

    /** {@return the clouds there are, and this one} */
    static Clouds withOthers() {
        List<CloudDescriptor> all = new ArrayList<>(List.of(new ToyCloud()));
        all.addAll(Clouds.installed().all());
        return new Clouds(all);
    }

    @Override
    public String id() {
        return "toy";
    }

    @Override
    public String name() {
        return "Toy Cloud";
    }

    @Override
    public int rank() {
        return 4;
    }

    @Override
    public Look look() {
        return new Look("#112233", "#aabbcc", "M-1,0L0,-1L1,0Z");
    }

    @Override
    public Offers offers(Requests requests) {
        Offers first = installed.offers(requests).get(0);
        return new Offers() {
            @Override
            public String name() {
                return id();
            }

            @Override
            public List<Plan> plans(Need need, PriceBook prices) {
                return first.plans(need, prices).stream()
                        .map(plan -> plan.of(id()))
                        .toList();
            }
        };
    }

    @Override
    public Started started() {
        return new Started(
                "loadtest/target-toy",
                "toy.Demo",
                "toy.Up",
                "toy.Operations",
                "toy.Console",
                "toy.Load",
                Optional.empty(),
                List.of(new Measurement("ratios", "loadtest/target-toy", "toy.Ratios")),
                "Toys",
                false,
                "Calls need nothing.");
    }

    @Override
    public Optional<String> simulationNote() {
        return Optional.empty();
    }

    @Override
    public Optional<EngineExport> engine() {
        return Optional.empty();
    }

    @Override
    public List<String> variablesOfBus(Level level) {
        return List.of();
    }
}
