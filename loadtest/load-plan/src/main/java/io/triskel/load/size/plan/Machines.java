package io.triskel.load.size.plan;

import io.triskel.load.size.offer.Machine;
import io.triskel.load.size.offer.Meter;
import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.workload.FunctionWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Functions on instances that are bought whole: the functions of all consumers share them, several events at a time. */
public final class Machines {
    private final Offer offer;
    private final Machine machine;
    private final Need need;
    private final FunctionWork work;

    public Machines(Offer offer, Need need, FunctionWork work) {
        this.offer = offer;
        this.machine = offer.machine()
                .orElseThrow(() -> new IllegalArgumentException(offer.id() + " has no 'machine'; add its size"));
        this.need = need;
        this.work = work;
    }

    public double secondsAnEvent() {
        return Work.seconds(work, machine.vcpus());
    }

    /** {@return seconds of an event of a batch, in which a reader ignores what it does not want} */
    public double secondsInABatch() {
        return secondsAnEvent() * need.traffic().share();
    }

    /** {@return events at once of the busiest reader at the peak} */
    public double lanes() {
        return need.busiestPeak() * secondsAnEvent();
    }

    /** {@return instances for a rate at the target load: enough CPU time, and each consumer's function once, or its least} */
    int at(double rate) {
        double cpu = cpu(rate) / need.load();
        double memory = need.consumers() * work.memory() / (machine.gigabytes() * Amounts.GIB);
        double kept = need.consumers() * machine.vcpusAFunction() / machine.vcpus();
        return Math.max(machine.least(), Amounts.whole(Math.max(kept, Math.max(cpu, memory))));
    }

    /**
     * {@return what the functions of all consumers need}
     *
     * @param batch events of a call
     */
    public Sized size(double batch, List<Exceeded> further, PriceBook prices) {
        int most = at(need.peak());
        int mean = machine.follows() ? at(need.mean()) : most;
        Range instances = new Range(mean, mean, most);
        Range calls = Range.exactly(need.invokedEvents(false) / batch);
        List<Exceeded> exceeded = new ArrayList<>(further);
        HotKey.tooMuchWork(need, secondsAnEvent()).ifPresent(exceeded::add);
        if (work.memory() > machine.gigabytes() * Amounts.GIB) {
            exceeded.add(new Exceeded(
                    Gate.LOAD,
                    String.format(Locale.ROOT, "an instance has %.1f GB of memory", machine.gigabytes()),
                    "",
                    "a larger instance"));
        }
        tooMany(most).ifPresent(exceeded::add);
        List<String> notes = new ArrayList<>(offer.notes());
        notes.add(Work.told(work, machine.vcpus()));
        notes.add(String.format(
                Locale.ROOT, "%d instances at the mean, %d at the peak; batches of %.0f", mean, most, batch));
        return new Sized(
                offer,
                most,
                List.of(new Bound("CPU time of an instance", "little", cpu(need.peak()))),
                Metered.bill(offer, need, prices, meter -> quantity(meter, instances, calls)),
                exceeded,
                notes,
                new Floor(0, "", true)
                        .plus(work.window().toMillis() / 2.0, work.window().toNanos() / 1e6, "half a window")
                        .plus(batch * secondsInABatch() * 1000, "the work of a batch"),
                calls);
    }

    private Optional<Exceeded> tooMany(int wanted) {
        if (machine.most() == 0) {
            return Optional.empty();
        }
        if (machine.raised()) {
            return Exceeded.quota(wanted, machine.most(), "instances", "");
        }
        return wanted <= machine.most()
                ? Optional.empty()
                : Optional.of(new Exceeded(
                        Gate.LOAD,
                        wanted + " instances are needed, a plan has " + machine.most(),
                        "",
                        "larger instances, or several plans"));
    }

    /** {@return instances that the CPU time of a rate fills} */
    private double cpu(double rate) {
        return rate * need.traffic().wanted() * work.cpu().toNanos() / 1e9 / machine.vcpus();
    }

    private Range quantity(Meter meter, Range instances, Range calls) {
        return switch (meter.quantity()) {
            case UNITS -> instances;
            case UNIT_VCPUS -> instances.times(machine.vcpus());
            case UNIT_GIGABYTES -> instances.times(machine.gigabytes());
            case CALLS -> calls;
            default -> throw Metered.unknown(offer, meter);
        };
    }
}
