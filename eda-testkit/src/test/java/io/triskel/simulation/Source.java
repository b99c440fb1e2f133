package io.triskel.simulation;

import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** How a kind of source delivers and brings back; each step gives the world one batch, if there is one. */
abstract class Source {
    final World world;
    final Random random;
    final int batchSize;
    private int published;

    Source(World world) {
        this.world = world;
        this.random = world.random;
        this.batchSize = 1 + random.nextInt(10);
    }

    abstract void publish(Script.Planned event);

    abstract void step();

    abstract boolean drained();

    final void publishSome(int atMost) {
        for (int i = 0; i < atMost && published < world.script.events.size(); i++) {
            publish(world.script.events.get(published++));
        }
    }

    final boolean allPublished() {
        return published == world.script.events.size();
    }

    static List<Delivery> deliveries(List<Script.Planned> events) {
        return events.stream().map(Script.Planned::delivery).toList();
    }

    /** The kinds, as the clouds have them. */
    enum Kind {
        ONE_BY_ONE,
        FROM_FIRST_UNSETTLED,
        WHOLE_BATCH,
        WHOLE_BATCH_WITH_FINITE_TRIES,
        HELD;

        Source in(World world) {
            return switch (this) {
                case ONE_BY_ONE -> new Queue(world, false);
                case HELD -> new Queue(world, true);
                case FROM_FIRST_UNSETTLED -> new Shards(world, false, Integer.MAX_VALUE);
                case WHOLE_BATCH -> new Shards(world, true, Integer.MAX_VALUE);
                case WHOLE_BATCH_WITH_FINITE_TRIES -> new Shards(world, true, 1 + world.random.nextInt(4));
            };
        }
    }

    /** Shards: an ordered log each, read in batches from a position. */
    static final class Shards extends Source {
        private final boolean wholeBatch;
        private final int hostTries;
        private final List<Shard> shards = new ArrayList<>();

        private static final class Shard {
            final List<Script.Planned> log = new ArrayList<>();
            int position;
            int length;
            int tries;
        }

        Shards(World world, boolean wholeBatch, int hostTries) {
            super(world);
            this.wholeBatch = wholeBatch;
            this.hostTries = hostTries;
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                shards.add(new Shard());
            }
        }

        @Override
        void publish(Script.Planned event) {
            int shard = Math.floorMod(event.key().map(String::hashCode).orElse(event.number()), shards.size());
            shards.get(shard).log.add(event);
        }

        @Override
        boolean drained() {
            return allPublished() && shards.stream().allMatch(shard -> shard.position == shard.log.size());
        }

        @Override
        void step() {
            Shard shard = shards.get(random.nextInt(shards.size()));
            if (shard.tries == 0) {
                if (world.troubled && random.nextInt(12) == 0) {
                    shard.position = Math.max(0, shard.position - random.nextInt(6));
                }
                shard.length = Math.min(1 + random.nextInt(batchSize), shard.log.size() - shard.position);
            }
            if (shard.length > 0) {
                deliver(shard);
            }
        }

        private void deliver(Shard shard) {
            shard.tries++;
            boolean last = shard.tries >= hostTries;
            Redelivery redelivery =
                    !wholeBatch ? Redelivery.FROM_FIRST_UNSETTLED : last ? Redelivery.NEVER : Redelivery.WHOLE_BATCH;
            List<Delivery> batch = deliveries(shard.log.subList(shard.position, shard.position + shard.length));
            Optional<Settlement> settlement = world.process(batch, redelivery);
            if (settlement.isEmpty()) {
                // A host that died in its last try is the same alarm as one that threw: people start the batch again.
                shard.tries = last ? 0 : shard.tries;
            } else if (!wholeBatch) {
                shard.position += settlement.get().firstUnsettled().orElse(shard.length);
                shard.tries = 0;
            } else if (settlement.get().complete()) {
                shard.position += shard.length;
                shard.tries = 0;
            } else if (last) {
                shard.tries = 0;
            }
        }
    }

    /** A queue that keeps the order of a key by not giving out what comes after something unacknowledged. */
    static final class Queue extends Source {
        private final boolean held;
        private final Map<String, List<Script.Planned>> waiting = new LinkedHashMap<>();
        private final List<Script.Planned> acknowledged = new ArrayList<>();

        Queue(World world, boolean held) {
            super(world);
            this.held = held;
        }

        @Override
        void publish(Script.Planned event) {
            String lane = event.key().map(key -> "key " + key).orElse("alone " + event.id());
            waiting.computeIfAbsent(lane, first -> new ArrayList<>()).add(event);
        }

        @Override
        boolean drained() {
            return allPublished() && waiting.isEmpty();
        }

        @Override
        void step() {
            List<Script.Planned> batch = held ? several() : one();
            if (batch.isEmpty()) {
                return;
            }
            List<Delivery> deliveries = deliveries(batch);
            Optional<Settlement> settlement = world.process(deliveries, held ? Redelivery.HELD : Redelivery.ONE_BY_ONE);
            if (settlement.isPresent()) {
                for (int i = 0; i < batch.size(); i++) {
                    if (settlement.get().verdicts().get(i).settled()) {
                        acknowledge(batch.get(i));
                    }
                }
            }
        }

        private List<Script.Planned> one() {
            if (world.troubled && !acknowledged.isEmpty() && random.nextInt(12) == 0) {
                return List.of(acknowledged.get(random.nextInt(acknowledged.size())));
            }
            List<String> lanes = List.copyOf(waiting.keySet());
            return lanes.isEmpty()
                    ? List.of()
                    : List.of(waiting.getOrDefault(lanes.get(random.nextInt(lanes.size())), List.of())
                            .get(0));
        }

        private List<Script.Planned> several() {
            List<Script.Planned> batch = new ArrayList<>();
            if (world.troubled && !acknowledged.isEmpty() && random.nextInt(12) == 0) {
                batch.add(acknowledged.get(random.nextInt(acknowledged.size())));
            }
            for (List<Script.Planned> lane : waiting.values()) {
                int room = batchSize - batch.size();
                if (room > 0 && random.nextInt(3) > 0) {
                    batch.addAll(lane.subList(0, Math.min(lane.size(), 1 + random.nextInt(room))));
                }
            }
            batch.sort(Comparator.comparing(Script.Planned::number));
            return batch;
        }

        private void acknowledge(Script.Planned event) {
            String lane = event.key().map(key -> "key " + key).orElse("alone " + event.id());
            List<Script.Planned> left = waiting.getOrDefault(lane, new ArrayList<>());
            if (left.remove(event)) {
                acknowledged.add(event);
            }
            if (left.isEmpty()) {
                waiting.remove(lane);
            }
        }
    }
}
