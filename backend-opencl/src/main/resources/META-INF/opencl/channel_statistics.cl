// Means and inverse deviations of the channels of [batch, channels, plane]; a team for each channel.
// GIVEN: those of inputs. RUNNING_MEANS, RUNNING_VARIANCES: outputs with the average of before and now.
// OUTSIDE: epsilon is added to the root, not to the variance. POINTS: the plane is one element.

COMBINATION(sum, SUM)

#ifdef POINTS
#define EACH_IMAGE(k) for (int k = MEMBER; k < batch; k += TEAM)
#define EACH_ELEMENT(i) for (int i = 0; i < 1; i++)
#else
#define EACH_IMAGE(k) for (int k = 0; k < batch; k++)
#define EACH_ELEMENT(i) for (int i = MEMBER * LANES; i < plane; i += TEAM * LANES)
#endif
#define AT(k, i) ((k * channels + channel) * plane + i)

__kernel void channel_statistics(IN(X, x),
#ifdef BEFORE
                                 IN(R, means_before), IN(R, variances_before),
#endif
                                 OUT(NUMBER, means), OUT(NUMBER, inverses),
#ifdef RUNNING_MEANS
                                 OUT(R, running_means),
#endif
#ifdef RUNNING_VARIANCES
                                 OUT(R, running_variances),
#endif
                                 const NUMBER epsilon, const NUMBER momentum, const int channels, const int batch,
                                 const int plane, const int take) {
    TEAM_MEMORY(NUMBER, shared);
    BIND(x);
    BIND(means);
    BIND(inverses);
#ifdef BEFORE
    BIND(means_before);
    BIND(variances_before);
#endif
#ifdef RUNNING_MEANS
    BIND(running_means);
#endif
#ifdef RUNNING_VARIANCES
    BIND(running_variances);
#endif
    const int first = FIRST_TASK(take);
    for (int task = first; task < first + take; task++) {
        const int channel = min(task, channels - 1);
#ifdef GIVEN
        const NUMBER mean = (NUMBER)R_LOAD(means_before, channel);
        const NUMBER variance = (NUMBER)R_LOAD(variances_before, channel);
#else
        const NUMBER count = (NUMBER)batch * (NUMBER)plane;
        NUMBERV sums = 0;
        EACH_IMAGE(k) {
            NUMBERV image = 0;
            EACH_ELEMENT(i) {
                image += LOAD_UPTO(X, x, AT(k, i), plane - i, 0);
            }
            sums += image;
        }
        const NUMBER mean = JOINED(sum, sums) / count;
        NUMBERV squares = 0;
        EACH_IMAGE(k) {
            NUMBERV image = 0;
            EACH_ELEMENT(i) {
                const NUMBERV v = LOAD_UPTO(X, x, AT(k, i), plane - i, mean) - mean;
                image += v * v;
            }
            squares += image;
        }
        const NUMBER variance = JOINED(sum, squares) / count;
#endif
        if (MEMBER == 0 && task < channels) {
            means[channel] = mean;
#ifdef OUTSIDE
            inverses[channel] = (NUMBER)1 / (sqrt(variance) + epsilon);
#else
            inverses[channel] = (NUMBER)1 / sqrt(variance + epsilon);
#endif
#ifdef RUNNING_MEANS
            const NUMBER old_mean = (NUMBER)R_LOAD(means_before, channel);
            R_STORE(running_means, channel, (R_REAL)(old_mean * momentum + mean * (1 - momentum)));
#endif
#ifdef RUNNING_VARIANCES
            const NUMBER old_variance = (NUMBER)R_LOAD(variances_before, channel);
            R_STORE(running_variances, channel, (R_REAL)(old_variance * momentum + variance * (1 - momentum)));
#endif
        }
    }
}
