package io.triskel.simulation.system;

import io.triskel.decide.CommandResult;
import io.triskel.event.Metadata;
import io.triskel.event.PortException;
import io.triskel.personal.Personal;
import io.triskel.personal.SubjectForgottenException;
import io.triskel.store.CommandId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Sends commands until each is answered, now and then one that was answered already, and compares the answers. */
final class Client {
    static final int CUSTOMERS = 2;
    private static final String LATE_CUSTOMER = "c-" + CUSTOMERS;
    private static final int MORE = 2;
    private static final List<String> PRODUCTS = List.of("tea", "cup", "jug");

    private final World world;
    private final List<Request> toSend = new ArrayList<>();
    private final List<Request> unanswered = new ArrayList<>();
    private final Map<Request, Long> done = new LinkedHashMap<>();
    private final Map<String, String> customerOf = new HashMap<>();

    record Request(String id, String order, Orders.Command command) {}

    Client(World world) {
        this.world = world;
        Random random = new Random(world.seed * 7 + 3);
        int orders = 2 + random.nextInt(3);
        for (int i = 0; i < orders; i++) {
            plan("order-" + i, "c-" + random.nextInt(CUSTOMERS), random);
        }
    }

    /** Some more orders, of a customer whom nobody has forgotten, for when all others are done. */
    void planMore() {
        Random random = new Random(world.seed * 13 + 5);
        for (int i = 0; i < MORE; i++) {
            plan("order-" + customerOf.size(), LATE_CUSTOMER, random);
        }
    }

    boolean isLate(String order) {
        return customerOf(order).equals(LATE_CUSTOMER);
    }

    private void plan(String order, String customer, Random random) {
        customerOf.put(order, customer);
        List<Orders.Command> commands = new ArrayList<>();
        String secret = secretOf(customer);
        String product = world.flaw == Flaw.NAME_IN_CLEAR ? secret : product(random);
        commands.add(new Orders.Place(order, Personal.of(customer, secret), product, 100 + random.nextInt(900)));
        int more = random.nextInt(5);
        for (int i = 0; i < more; i++) {
            commands.add(another(random));
        }
        int place = 0;
        for (Orders.Command command : commands) {
            place = Math.min(toSend.size(), place + random.nextInt(3));
            toSend.add(place++, new Request(order + "-" + commands.indexOf(command), order, command));
        }
    }

    private static Orders.Command another(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> new Orders.Cancel();
            case 1 -> new Orders.Note(1 + random.nextInt(7));
            case 2 -> new Orders.Note(-1);
            case 3 -> new Orders.Note(0);
            default -> new Orders.Amend(product(random), 100 + random.nextInt(900));
        };
    }

    private static String product(Random random) {
        return PRODUCTS.get(random.nextInt(PRODUCTS.size()));
    }

    static List<String> products() {
        return PRODUCTS;
    }

    /** {@return a customer's name: a text that nothing else contains} */
    String secretOf(String customer) {
        return "Secret-" + customer + "-of-" + world.seed + "!";
    }

    List<String> orders() {
        return customerOf.keySet().stream().sorted().toList();
    }

    String customerOf(String order) {
        return Optional.ofNullable(customerOf.get(order)).orElseThrow();
    }

    boolean waits() {
        return !toSend.isEmpty() || !unanswered.isEmpty();
    }

    void step(Host host) {
        if (!toSend.isEmpty() && world.random.nextInt(3) > 0) {
            unanswered.add(toSend.remove(0));
        }
        if (!unanswered.isEmpty()) {
            send(host, unanswered.get(world.random.nextInt(unanswered.size())));
        } else if (!done.isEmpty()) {
            send(host, List.copyOf(done.keySet()).get(world.random.nextInt(done.size())));
        }
    }

    void sendAll(Host host) {
        unanswered.addAll(toSend);
        toSend.clear();
        List.copyOf(unanswered).forEach(request -> send(host, request));
    }

    private void send(Host host, Request request) {
        world.trace("client sends " + request.id() + " " + request.command() + " to " + host);
        try {
            CommandResult<Orders.Event> result = host.orders()
                    .handle(
                            World.stream(request.order()),
                            new CommandId(request.id()),
                            request.command(),
                            Metadata.empty());
            boolean answered = result.fold(done -> done(request, done), rejected -> true, conflict -> false);
            if (answered) {
                unanswered.remove(request);
            }
        } catch (SubjectForgottenException forgotten) {
            unanswered.remove(request);
        } catch (PortException unknown) {
            world.trace("no answer: " + unknown.getMessage());
        }
    }

    private boolean done(Request request, CommandResult.Done<Orders.Event> result) {
        if (result.repeated()) {
            world.happenings.add(Happening.COMMAND_WAS_REPEATED);
        }
        Long before = done.putIfAbsent(request, result.revision());
        if (before != null && before != result.revision()) {
            world.ledger.wrong(
                    "command " + request.id() + " was answered revision " + before + ", then " + result.revision());
        }
        return true;
    }
}
