package io.triskel.load.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Tells how much processor time was used. */
public interface Processor {
    /** One that nothing uses, for time in which work takes none. */
    Processor IDLE = new Processor() {
        @Override
        public long threadNanos() {
            return 0;
        }

        @Override
        public long threadNanos(long thread) {
            return 0;
        }

        @Override
        public long processNanos() {
            return 0;
        }

        @Override
        public double machineShare() {
            return 0;
        }
    };

    /** {@return what the calling thread has used} */
    long threadNanos();

    /** {@return what a thread has used} */
    long threadNanos(long thread);

    /** {@return what all threads of this process have used} */
    long processNanos();

    /** {@return the share of its processors that the machine, or the container, used lately; below zero if it is not known} */
    double machineShare();

    /** {@return that of this machine} */
    static Processor ofThisMachine() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Processor() {
            @Override
            public long threadNanos() {
                return threads.getCurrentThreadCpuTime();
            }

            @Override
            public long threadNanos(long thread) {
                return threads.getThreadCpuTime(thread);
            }

            @Override
            public long processNanos() {
                return system.getProcessCpuTime();
            }

            @Override
            public double machineShare() {
                return system.getCpuLoad();
            }
        };
    }
}
