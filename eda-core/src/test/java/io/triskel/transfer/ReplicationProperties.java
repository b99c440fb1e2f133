package io.triskel.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.memory.InMemoryStores;
import io.triskel.transfer.Replicas.Replica;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** However updates and a bootstrap interleave, repeat and reorder, the replicas end as the source's entities. */
class ReplicationProperties {
    @Property(tries = 500)
    void any_interleaving_ends_in_the_same_replicas(@ForAll long seed, @ForAll boolean oneCounter) {
        Random random = new Random(seed);
        ListFeed source = new ListFeed(oneCounter);
        Replicas replicas = new InMemoryStores().replicas();
        someChanges(source, random);
        source.log().stream().filter(lostForever -> random.nextBoolean()).forEach(before -> replicas.put("c", before));

        List<Replica> pending = new ArrayList<>();
        Bootstrap bootstrap = Bootstrap.begin(() -> {}, source, replicas, "c");
        boolean more = true;
        while (more || !pending.isEmpty()) {
            int action = random.nextInt(4);
            if (action == 0 && source.log().size() < 60) {
                Replica changed = change(source, random);
                pending.addAll(Collections.nCopies(1 + random.nextInt(2), changed));
            } else if (action == 1 && more) {
                more = bootstrap.step(1 + random.nextInt(3));
            } else if (action >= 2 && !pending.isEmpty()) {
                replicas.put("c", pending.remove(random.nextInt(pending.size())));
            }
        }

        assertThat(existing(replicas)).isEqualTo(source.existing());
    }

    private static void someChanges(ListFeed source, Random random) {
        for (int i = random.nextInt(20); i > 0; i--) {
            change(source, random);
        }
    }

    private static Replica change(ListFeed source, Random random) {
        return source.change("e" + random.nextInt(6), random.nextInt(3) == 0);
    }

    private static Map<String, Replica> existing(Replicas replicas) {
        Map<String, Replica> existing = new TreeMap<>();
        replicas.page("c", Optional.empty(), 100).items().stream()
                .filter(replica -> !replica.deleted())
                .forEach(replica -> existing.put(replica.entity(), replica));
        return existing;
    }
}
