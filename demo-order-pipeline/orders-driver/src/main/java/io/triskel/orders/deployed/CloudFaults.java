package io.triskel.orders.deployed;

import io.triskel.console.Faults;
import io.triskel.console.Faults.Text;
import io.triskel.local.Daemons;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.orders.run.TargetFault;
import io.triskel.orders.run.TargetFault.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The faults of a local cloud, which a person injects into its bus, the host of its functions and its store.
 *
 * @param bus the bus's plan of faults, with the operation that publishes
 * @param throttled the bus's name for too many requests
 * @param functions the host's plan, with the operation that invokes the payment function
 * @param kill ends a process of the payment function, or of the app that has it; false if there is none
 * @param freeze makes the store answer nothing; the answer ends that
 */
public record CloudFaults(
        Planned bus, String throttled, Planned functions, BooleanSupplier kill, Supplier<Runnable> freeze) {
    private static final Duration LATE = Duration.ofMillis(400);
    private static final long KILL_EVERY_SECONDS = 2;
    private static final double LOST = 0.5;

    /** An operation of a service, with the service's plan of faults. */
    public record Planned(FaultPlan plan, String operation) {
        private Faults.Injected arm(double share, Fault fault) {
            return plan.arm(share, operation, fault)::run;
        }
    }

    /** {@return what the page says of each} */
    List<TargetFault> all() {
        return List.of(
                TargetFault.of(
                        Kind.THROTTLE,
                        new Text(
                                "The bus rejects every request as throttled; the outbox keeps the events in order.",
                                "Le bus refuse chaque requête pour cause de débit ; l’outbox garde les événements dans"
                                        + " l’ordre."),
                        () -> bus.arm(1, new Fault.Refused(throttled))),
                TargetFault.of(
                        Kind.KILL,
                        new Text(
                                "Every two seconds, the process that runs payment is killed; the host starts another.",
                                "Toutes les deux secondes, le processus de payment est tué ; l’hôte en relance un."),
                        this::killing),
                TargetFault.of(
                        Kind.DUPLICATE,
                        new Text(
                                "Half of the bus's answers are lost, so that publishers send again.",
                                "La moitié des réponses du bus se perd ; les émetteurs renvoient."),
                        () -> bus.arm(LOST, new Fault.LostResponse())),
                TargetFault.of(
                        Kind.SLOW,
                        new Text(
                                "Each call of the payment function begins 400 ms late.",
                                "Chaque appel de la fonction payment commence 400 ms plus tard."),
                        () -> functions.arm(1, new Fault.Slow(LATE))),
                TargetFault.of(
                        Kind.FREEZE,
                        new Text(
                                "The store answers nothing, neither to functions nor to this page.",
                                "Le stockage ne répond plus, ni aux fonctions ni à cette page."),
                        () -> freeze.get()::run));
    }

    private Faults.Injected killing() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Daemons.named("kill"));
        Runnable killed = () -> {
            boolean unused = kill.getAsBoolean();
        };
        ScheduledFuture<?> unused = timer.scheduleAtFixedRate(killed, 0, KILL_EVERY_SECONDS, TimeUnit.SECONDS);
        return timer::shutdownNow;
    }
}
