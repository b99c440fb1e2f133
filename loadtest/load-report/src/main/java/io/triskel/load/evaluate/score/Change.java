package io.triskel.load.evaluate.score;

/**
 * A change of one weight that changes the order of two clouds.
 *
 * @param row the criterion whose weight changes
 * @param threshold the weight at which both totals are equal; the order is reversed on the side away from the present weight
 * @param behind the cloud that is ahead now
 * @param ahead the cloud that is ahead beyond the threshold
 */
public record Change(Scored row, double threshold, String behind, String ahead) {
    public boolean isUp() {
        return threshold > row.weight();
    }

    double size() {
        return Math.abs(threshold - row.weight());
    }
}
