// One step in time of all directions, after recurrent.cl. Row n of the batch goes on while t < lengths[n]. TRACE: how
// many numbers are traced for each unit.
#ifdef LENGTHS
#define LENGTHS_PARAMETER IN(int, lengths),
#define BIND_LENGTHS BIND(lengths);
#define IS_ACTIVE(n, t) ((t) < lengths[n])
#else
#define LENGTHS_PARAMETER
#define BIND_LENGTHS
#define IS_ACTIVE(n, t) 1
#endif
#ifdef SHOWN
#define Y_PARAMETER OUT(T, y),
#define BIND_Y BIND(y);
#define SHOW_Y(v)                                                                                                      \
    show(y + (long)t * y_time + (long)d * y_direction + (long)n * y_batch + unit, is_active ? (v) : (NUMBERS)(0), units)
#else
#define Y_PARAMETER
#define BIND_Y
#define SHOW_Y(v)
#endif
#ifdef TRACE
#define TRACE_PARAMETER OUT(T, trace),
#define BIND_TRACE BIND(trace);
#define TRACED(number, v)                                                                                              \
    show(trace + (line * TRACE + (number)) * hidden + unit, is_active ? (v) : (NUMBERS)(0), units)
#else
#define TRACE_PARAMETER
#define BIND_TRACE
#define TRACED(number, v)
#endif

#define STEP_PARAMETERS                                                                                                \
    LENGTHS_PARAMETER Y_PARAMETER TRACE_PARAMETER const int t0, const int t1, const int directions, const int batch,   \
            const int hidden, const int padded, const int y_time, const int y_direction, const int y_batch

// What the work-item takes, and the states of its rows; those beyond the last are the last again.
#define ENTER(state)                                                                                                   \
    const int unit = get_global_id(0) * WIDTH;                                                                         \
    const int first = get_global_id(1) * ROWS;                                                                         \
    const int d = get_global_id(2);                                                                                    \
    const int t = d == 0 ? t0 : t1;                                                                                    \
    if (unit >= padded || first >= batch) {                                                                            \
        return;                                                                                                        \
    }                                                                                                                  \
    BIND(input);                                                                                                       \
    BIND(weights);                                                                                                     \
    BIND(state);                                                                                                       \
    BIND_LENGTHS BIND_Y BIND_TRACE const __global NUMBER *rows[ROWS];                                                  \
    for (int r = 0; r < ROWS; r++) {                                                                                   \
        rows[r] = state + ((long)d * batch + min(first + r, batch - 1)) * padded;                                      \
    }

// A row: its place among states and among steps, whether it goes on, the units that there are.
#define ENTER_ROW                                                                                                      \
    const int n = first + r;                                                                                           \
    const long place = ((long)d * batch + n) * padded + unit;                                                          \
    const long line = ((long)t * directions + d) * batch + n;                                                          \
    const int is_active = IS_ACTIVE(n, t);                                                                             \
    const int units = hidden - unit;

#define INPUT(n, gate) READ(input + ((((long)t * directions + d) * batch + (n)) * GATES + (gate)) * padded + unit)
#define WEIGHTS(gate) (weights + ((long)d * hidden * GATES + (gate)) * padded + unit)
#define F(x) (d == 0 ? F0(CLIP(x)) : F1(CLIP(x)))
#define G(x) (d == 0 ? G0(CLIP(x)) : G1(CLIP(x)))
#define H(x) (d == 0 ? H0(CLIP(x)) : H1(CLIP(x)))

#ifdef RNN
__kernel void advance(IN(NUMBER, input), IN(NUMBER, weights), IN(NUMBER, state), OUT(NUMBER, next), STEP_PARAMETERS) {
    ENTER(state)
    BIND(next);
    NUMBERS sums[ROWS][1];
    for (int r = 0; r < ROWS; r++) {
        sums[r][0] = INPUT(min(first + r, batch - 1), 0);
    }
    MULTIPLY(1, PLAIN, rows, WEIGHTS(0), hidden)
    for (int r = 0; r < ROWS && first + r < batch; r++) {
        ENTER_ROW
        const NUMBERS before = READ(state + place);
        const NUMBERS after = F(sums[r][0]);
        TRACED(0, after);
        TRACED(1, before);
        WRITE(next + place, is_active ? after : before);
        SHOW_Y(after);
    }
}
#endif

#ifdef LSTM
#ifdef PEEPHOLES
#define PEEPING(gate, v) +READ(peepholes + (d * 3 + gate) * padded + unit) * (v)
#else
#define PEEPING(gate, v)
#endif

__kernel void advance(IN(NUMBER, input), IN(NUMBER, weights), IN(NUMBER, state), OUT(NUMBER, next), OUT(NUMBER, cells),
#ifdef PEEPHOLES
                   IN(NUMBER, peepholes),
#endif
                   STEP_PARAMETERS) {
    ENTER(state)
    BIND(next);
    BIND(cells);
#ifdef PEEPHOLES
    BIND(peepholes);
#endif
    NUMBERS sums[ROWS][4];
    for (int r = 0; r < ROWS; r++) {
        for (int g = 0; g < 4; g++) {
            sums[r][g] = INPUT(min(first + r, batch - 1), g);
        }
    }
    MULTIPLY(4, PLAIN, rows, WEIGHTS(0), hidden)
    for (int r = 0; r < ROWS && first + r < batch; r++) {
        ENTER_ROW
        const NUMBERS before = READ(cells + place);
        const NUMBERS in = F(sums[r][0] PEEPING(0, before));
#ifdef COUPLED
        const NUMBERS forget = (NUMBERS)(1) - in;
#else
        const NUMBERS forget = F(sums[r][2] PEEPING(2, before));
#endif
        const NUMBERS candidate = G(sums[r][3]);
        const NUMBERS cell = forget * before + in * candidate;
        const NUMBERS output = F(sums[r][1] PEEPING(1, cell));
        const NUMBERS after = output * H(cell);
        const NUMBERS hidden_before = READ(state + place);
        TRACED(0, in);
        TRACED(1, output);
        TRACED(2, forget);
        TRACED(3, candidate);
        TRACED(4, hidden_before);
        TRACED(5, before);
        WRITE(cells + place, is_active ? cell : before);
        WRITE(next + place, is_active ? after : hidden_before);
        SHOW_Y(after);
    }
}
#endif

#ifdef GRU_LINEAR
__kernel void advance(IN(NUMBER, input), IN(NUMBER, weights), IN(NUMBER, state), OUT(NUMBER, next), IN(NUMBER, apart),
                   STEP_PARAMETERS) {
    ENTER(state)
    BIND(next);
    BIND(apart);
    NUMBERS sums[ROWS][3];
    for (int r = 0; r < ROWS; r++) {
        sums[r][0] = INPUT(min(first + r, batch - 1), 0);
        sums[r][1] = INPUT(min(first + r, batch - 1), 1);
        sums[r][2] = READ(apart + d * padded + unit);
    }
    MULTIPLY(3, PLAIN, rows, WEIGHTS(0), hidden)
    for (int r = 0; r < ROWS && first + r < batch; r++) {
        ENTER_ROW
        const NUMBERS before = READ(state + place);
        const NUMBERS update = F(sums[r][0]);
        const NUMBERS reset = F(sums[r][1]);
        const NUMBERS candidate = G(INPUT(n, 2) + reset * sums[r][2]);
        const NUMBERS after = ((NUMBERS)(1) - update) * candidate + update * before;
        TRACED(0, update);
        TRACED(1, reset);
        TRACED(2, candidate);
        TRACED(3, before);
        TRACED(4, sums[r][2]);
        WRITE(next + place, is_active ? after : before);
        SHOW_Y(after);
    }
}
#endif

#ifdef GRU
// The gates, and the state times the reset.
__kernel void gates(IN(NUMBER, input), IN(NUMBER, weights), IN(NUMBER, state), OUT(NUMBER, updates),
                    OUT(NUMBER, products), STEP_PARAMETERS) {
    ENTER(state)
    BIND(updates);
    BIND(products);
    NUMBERS sums[ROWS][2];
    for (int r = 0; r < ROWS; r++) {
        sums[r][0] = INPUT(min(first + r, batch - 1), 0);
        sums[r][1] = INPUT(min(first + r, batch - 1), 1);
    }
    MULTIPLY(2, PLAIN, rows, WEIGHTS(0), hidden)
    for (int r = 0; r < ROWS && first + r < batch; r++) {
        ENTER_ROW
        const NUMBERS reset = F(sums[r][1]);
        TRACED(1, reset);
        WRITE(updates + place, F(sums[r][0]));
        WRITE(products + place, reset * READ(state + place));
    }
}

// The candidate, and the next state in place of the state.
__kernel void advance(IN(NUMBER, input), IN(NUMBER, weights), IN(NUMBER, products), IN(NUMBER, updates),
                   OUT(NUMBER, state), STEP_PARAMETERS) {
    ENTER(products)
    BIND(updates);
    BIND(state);
    NUMBERS sums[ROWS][1];
    for (int r = 0; r < ROWS; r++) {
        sums[r][0] = INPUT(min(first + r, batch - 1), 2);
    }
    MULTIPLY(1, PLAIN, rows, WEIGHTS(2), hidden)
    for (int r = 0; r < ROWS && first + r < batch; r++) {
        ENTER_ROW
        const NUMBERS before = READ(state + place);
        const NUMBERS update = READ(updates + place);
        const NUMBERS candidate = G(sums[r][0]);
        const NUMBERS after = ((NUMBERS)(1) - update) * candidate + update * before;
        TRACED(0, update);
        TRACED(2, candidate);
        TRACED(3, before);
        TRACED(4, READ(products + place));
        WRITE(state + place, is_active ? after : before);
        SHOW_Y(after);
    }
}
#endif
