package io.triskel.load.study;

import io.triskel.load.size.plan.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/** A figure computed from others: numbers, ids, {@code + - * /} and parentheses. The bounds of spans carry through. */
final class Expression {
    /** A hyphen within an id joins its words; as an operator it is between spaces. */
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:([a-z][a-z0-9]*(?:[.-][a-z0-9]+)*)|(\\d+(?:\\.\\d+)?)|([-+*/()]))");

    private final Function<String, Range> figures;
    private final List<String> tokens = new ArrayList<>();
    private int next;

    private Expression(String text, Function<String, Range> figures) {
        this.figures = figures;
        Matcher matcher = TOKEN.matcher(text.strip());
        while (!matcher.hitEnd() && matcher.lookingAt()) {
            tokens.add(matcher.group().strip());
            matcher.region(matcher.end(), matcher.regionEnd());
        }
        if (matcher.regionStart() < text.strip().length()) {
            throw wrong(text.strip().substring(matcher.regionStart()).strip());
        }
    }

    /**
     * {@return the value of an expression}
     *
     * @throws IllegalArgumentException if it is none, or divides by 0
     */
    static Range value(String text, Function<String, Range> figures) {
        Expression expression = new Expression(text, figures);
        Range sum = expression.sum();
        if (expression.next < expression.tokens.size()) {
            throw wrong(expression.tokens.get(expression.next));
        }
        return sum;
    }

    private Range sum() {
        Range sum = product();
        while (sees("+") || sees("-")) {
            boolean plus = take().equals("+");
            Range other = product();
            sum = plus ? sum.plus(other) : sum.plus(new Range(-other.high(), -other.likely(), -other.low()));
        }
        return sum;
    }

    private Range product() {
        Range product = operand();
        while (sees("*") || sees("/")) {
            boolean times = take().equals("*");
            Range other = operand();
            if (!times && other.low() <= 0 && other.high() >= 0) {
                throw new IllegalArgumentException("The expression divides by 0");
            }
            product = times
                    ? times(product, other)
                    : times(product, new Range(1 / other.high(), 1 / other.likely(), 1 / other.low()));
        }
        return product;
    }

    private static Range times(Range one, Range other) {
        double[] ends = {
            one.low() * other.low(), one.low() * other.high(), one.high() * other.low(), one.high() * other.high()
        };
        double low = DoubleStream.of(ends).min().orElseThrow();
        double high = DoubleStream.of(ends).max().orElseThrow();
        return new Range(low, Math.min(high, Math.max(low, one.likely() * other.likely())), high);
    }

    private Range operand() {
        String token = take();
        if (token.equals("(")) {
            Range inner = sum();
            if (!sees(")")) {
                throw new IllegalArgumentException("A parenthesis of the expression is not closed");
            }
            next++;
            return inner;
        }
        if (Character.isDigit(token.charAt(0))) {
            return Range.exactly(Double.parseDouble(token));
        }
        if (!Character.isLetter(token.charAt(0))) {
            throw wrong(token);
        }
        return figures.apply(token);
    }

    private boolean sees(String token) {
        return next < tokens.size() && tokens.get(next).equals(token);
    }

    private String take() {
        if (next == tokens.size()) {
            throw new IllegalArgumentException("The expression ends where a number or an id is expected");
        }
        return tokens.get(next++);
    }

    private static IllegalArgumentException wrong(String token) {
        return new IllegalArgumentException("The expression has '" + token
                + "'. Expected: numbers, ids, + - * / with spaces around them, and parentheses");
    }
}
