package io.triskel.load.size.simulation;

/**
 * Instances that are charged while they are active: from an execution's start to its end, for a least time, and in steps.
 * Executions that overlap, or begin before the charged time ends, share it.
 *
 * @param rate executions a second of one instance, which come at random
 * @param seconds of an execution on an instance that has nothing else to do
 * @param least seconds that an active period is charged for
 * @param step in which it is rounded up
 * @param shared whether executions share one processor, and so take longer together
 */
record Instances(double rate, double seconds, double least, double step, boolean shared) {
    /** {@return charged seconds a second of one instance} */
    double charged(int executions, long seed) {
        Random random = new Random(seed);
        double charged = 0;
        double now = 0;
        double start = 0;
        double end = 0;
        double charge = 0;
        for (int i = 0; i < executions; i++) {
            now += random.gap(rate);
            if (i > 0 && now > Math.max(end, start + charge)) {
                charged += charge;
                start = now;
                end = now;
            } else if (i == 0) {
                start = now;
                end = now;
            }
            // One processor works off what is there in sequence, as far as the end of the last one goes; waiting
            // overlaps.
            end = shared ? Math.max(end, now) + seconds : Math.max(end, now + seconds);
            charge = Math.max(least, Math.ceil((end - start) / step - 1e-9) * step);
        }
        return (charged + charge) / Math.max(now, start + charge);
    }
}
