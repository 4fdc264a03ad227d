#define BOOST_TEST_MODULE klausur
#include <boost/test/unit_test.hpp>
