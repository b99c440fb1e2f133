package io.triskel.load.run;

/** What a run may still spend; asked before each send. Safe for threads. */
public interface Budget {
    /** No limit. */
    Budget NONE = new Budget() {
        @Override
        public int affordable(int events) {
            return events;
        }

        @Override
        public void sent(int events) {}

        @Override
        public boolean isSpent() {
            return false;
        }

        @Override
        public boolean stopped() {
            return false;
        }
    };

    /**
     * {@return how many of so many events may be sent now} None of one or more means that the run ends here.
     *
     * @param events at most
     */
    int affordable(int events);

    /** Notes that events are being sent, whether for the first time or again. */
    void sent(int events);

    /** {@return whether the run must send no more, since time alone would soon exceed the budget} */
    boolean isSpent();

    /** {@return whether the run ended at its budget} */
    boolean stopped();
}
