package io.triskel.cli.gateway;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * One lane of the page: a target, whose process has a console.
 *
 * @param heading its id, and what the page shows of it
 * @param state where the console is, or why there is none
 */
record Lane(Heading heading, State state) {
    /** Where a lane's console is. */
    sealed interface State {
        /** {@return the answer of the function for this state} */
        <R> R fold(Function<Up, R> up, Function<Down, R> down);
    }

    /**
     * The console answers.
     *
     * @param address of the console, on the loopback address
     * @param token of that console, which never reaches the page
     */
    record Up(URI address, String token) implements State {
        @Override
        public <R> R fold(Function<Up, R> up, Function<Down, R> down) {
            return up.apply(this);
        }
    }

    /** There is no console, for this reason. */
    record Down(String why) implements State {
        @Override
        public <R> R fold(Function<Up, R> up, Function<Down, R> down) {
            return down.apply(this);
        }
    }

    Lane with(State now) {
        return new Lane(heading, now);
    }

    String id() {
        return heading.id();
    }

    Optional<Up> up() {
        return state.fold(Optional::of, down -> Optional.empty());
    }

    /** {@return why there is no console} */
    Optional<String> down() {
        return state.fold(up -> Optional.empty(), down -> Optional.of(down.why()));
    }
}
