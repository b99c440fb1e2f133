package io.triskel.simulation.system;

import io.triskel.event.PortException;
import io.triskel.personal.PersonalKeys;
import io.triskel.simulation.HostDied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** One seed: trouble for some hundred steps, then all is well until nothing moves any more, then the findings. */
final class SystemSimulation {
    private static final int ROUNDS_TO_REST = 120;

    private final World world;
    private final Random random;
    private final List<Host> hosts = new ArrayList<>();
    private final List<Host> dead = new ArrayList<>();
    private int depth;
    private int what;
    private int station;

    SystemSimulation(long seed, Codecs codecs, Flaw flaw) {
        world = new World(seed, codecs, flaw, this::anotherThan);
        random = world.random;
        for (int i = 0; i < World.HOSTS; i++) {
            hosts.add(new Host(i, world));
        }
    }

    /** {@return what has happened} */
    Set<Happening> happenings() {
        return world.happenings;
    }

    /** {@return what was wrong, if anything} */
    Optional<String> run() {
        int steps = 60 + random.nextInt(140);
        for (int i = 0; i < steps; i++) {
            pass();
            step(random.nextInt(World.HOSTS), false);
        }
        List<String> wrong = whatIsWrong(calm());
        if (wrong.isEmpty()) {
            wrong = whatIsWrong(setTheClockBack());
        }
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of("seed " + world.seed + " with flaw " + world.flaw + ": "
                        + String.join("\n  ", wrong.subList(0, Math.min(5, wrong.size())))
                        + "\n  last steps:\n    "
                        + String.join("\n    ", world.lastSteps(Integer.getInteger("triskel.simulation.trace", 40))));
    }

    private List<String> whatIsWrong(Optional<String> restless) {
        List<String> wrong = new ArrayList<>(world.ledger.wrongs());
        restless.ifPresent(wrong::add);
        if (restless.isEmpty()) {
            as(Optional.of(world.keys), () -> wrong.addAll(new Findings(world).all(hosts.get(0))));
        }
        return wrong;
    }

    private void pass() {
        world.clock.advance(
                switch (random.nextInt(40)) {
                    case 0 -> Duration.ofMinutes(11);
                    case 1, 2 -> Duration.ofMinutes(2);
                    case 3 -> Duration.ofMinutes(-1L - random.nextInt(60));
                    default -> Duration.ofSeconds(random.nextInt(8));
                });
    }

    /** While one host waits for an answer, another one does something, often the very same. */
    private void anotherThan(int host) {
        if (depth == 0) {
            depth++;
            world.happenings.add(Happening.HOSTS_MET);
            int before = what;
            try {
                step((host + 1) % World.HOSTS, random.nextBoolean());
            } finally {
                what = before;
                depth--;
            }
        }
    }

    private void step(int number, boolean theSame) {
        Host host = hosts.get(number);
        what = theSame ? what : random.nextInt(100);
        station = theSame ? station : random.nextInt(100);
        if (random.nextInt(60) == 0) {
            world.trace(host + " is switched off");
            restart(number);
            return;
        }
        as(Optional.of(host.keys()), () -> {
            try {
                act(host);
            } catch (HostDied died) {
                world.trace(String.valueOf(died.getMessage()));
                world.happenings.add(Happening.HOST_DIED);
                restart(number);
            } catch (PortException | IllegalStateException failed) {
                world.trace(host + " failed: " + failed.getMessage());
            }
        });
    }

    private void as(Optional<PersonalKeys> keys, Runnable work) {
        Optional<PersonalKeys> before = world.codecs.use(keys);
        try {
            work.run();
        } finally {
            world.codecs.use(before);
        }
    }

    /** The bus does not know yet that the old life is over: what it holds stays with it until it is taken away. */
    private void restart(int number) {
        Host old = hosts.get(number);
        if (!old.life().over()) {
            HostDied unused = old.life().end("when it was switched off");
        }
        dead.add(old);
        hosts.set(number, new Host(number, world));
    }

    private void act(Host host) {
        if (what < 22) {
            world.client.step(host);
        } else if (what < 60) {
            work(host);
        } else if (what < 69) {
            world.trace(host + " drains");
            host.drain(1 + random.nextInt(4));
        } else if (what < 76) {
            world.trace(host + " ticks");
            host.tick(1 + random.nextInt(4));
        } else if (what < 79) {
            replay(host, "what is due of ", at -> at.replayDue(1 + random.nextInt(3)));
        } else if (what < 82) {
            replay(host, "all of ", at -> at.replayAll(1 + random.nextInt(3)));
        } else if (what < 89) {
            world.trace(host + " rebuilds");
            host.view().rebuild(1 + random.nextInt(8));
        } else if (what < 92) {
            world.bulletins.publish(host, any(world.client.orders()));
        } else if (what < 95) {
            world.application.memo(host, any(world.client.orders()));
        } else if (what < 96) {
            world.application.decide(host);
        } else if (what < 97) {
            String customer = "c-" + random.nextInt(Client.CUSTOMERS);
            world.application.forget(host, customer);
        } else if (what < 98) {
            world.repeatSomething();
            host.answerLate();
        } else {
            rebalance();
        }
    }

    /** The first of some consumers that there is something for. */
    private void work(Host host) {
        List<Station> stations = host.stations();
        boolean worked = false;
        for (int i = 0; i < stations.size() / 2 && !worked; i++) {
            Station at = stations.get((station + i) % stations.size());
            world.trace(host + " works on " + at.name());
            worked = at.work(1 + random.nextInt(6));
        }
    }

    private void replay(Host host, String which, Consumer<Station> how) {
        List<Station> parked =
                host.stations().stream().filter(at -> !at.nothingParked()).toList();
        if (!parked.isEmpty()) {
            Station at = any(parked);
            world.trace(host + " replays " + which + at.name());
            how.accept(at);
        }
    }

    /** Members lose what they hold to others, dead ones and one that is at work. */
    private void rebalance() {
        world.trace("the bus rebalances");
        dead.forEach(host -> host.stations().forEach(Station::abandon));
        dead.clear();
        any(any(hosts).stations()).abandon();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** {@return why nothing comes to rest, if so} */
    private Optional<String> calm() {
        world.trace("all is well from now on");
        world.faults.heal();
        world.mend();
        rebalance();
        if (random.nextBoolean()) {
            for (int i = 0; i < World.HOSTS; i++) {
                restart(i);
            }
            rebalance();
        }
        return comesToRest();
    }

    /**
     * The clock goes back by hours while views know which generation is current; then that changes, and more happens.
     *
     * @return why nothing comes to rest afterwards, if so
     */
    private Optional<String> setTheClockBack() {
        Optional<String> restless = rebuilt();
        hosts.forEach(host -> as(Optional.of(host.keys()), () -> host.view().read("order-0")));
        world.clock.advance(Duration.ofHours(-2L - random.nextInt(23)));
        world.trace("the clock was set back");
        world.happenings.add(Happening.CLOCK_WENT_BACK);
        restless = restless.or(this::rebuilt);
        world.client.planMore();
        return restless.or(this::comesToRest);
    }

    private Optional<String> rebuilt() {
        Host host = hosts.get(0);
        as(Optional.of(host.keys()), () -> host.view().rebuild(100));
        return comesToRest();
    }

    /** {@return why nothing comes to rest, if so} */
    private Optional<String> comesToRest() {
        Calm calm = new Calm(world);
        String restless = "nothing was looked at";
        for (int round = 0; round < ROUNDS_TO_REST; round++) {
            world.clock.advance(round % 3 == 2 ? Duration.ofMinutes(11) : Duration.ofSeconds(65));
            for (Host host : hosts) {
                as(Optional.of(host.keys()), () -> calm.round(host));
            }
            Optional<String> why = calm.restless(hosts.get(0));
            if (why.isEmpty()) {
                return Optional.empty();
            }
            restless = why.get();
        }
        return Optional.of("it does not come to rest: " + restless);
    }
}
